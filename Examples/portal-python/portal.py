#!/usr/bin/env python3
"""A portal: sends one application and prints what its family is told, until the school has decided.

Written from contracts/v1 alone; README.md says how to run it.
"""
import base64, datetime, hashlib, json, os, pathlib, queue, random, time, threading, uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlparse

import pika
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, utils


def json_bytes(value):
    return json.dumps(value, ensure_ascii=False).encode()


def made_up_iin(born: datetime.date) -> str:
    """The number of a girl who does not exist: YYMMDD, century and sex, four digits, the check digit."""
    while True:
        century_and_sex = 6 if born.year >= 2000 else 4
        text = f"{born:%y%m%d}{century_and_sex}{random.randrange(10_000):04}"
        for weights in [(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), (3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2)]:
            check = sum(int(digit) * weight for digit, weight in zip(text, weights)) % 11
            if check < 10:
                return text + str(check)
        # 10 by both passes: such a number is never issued.


def attach(folder, store) -> list:
    """Puts each file of a folder into the document store; a file is named after its kind."""
    documents = []
    for file in sorted(pathlib.Path(folder).iterdir()):
        content = file.read_bytes()
        digest = hashlib.sha256(content).hexdigest()
        place = pathlib.Path(store) / "sha256" / digest
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
        media_type = {".png": "image/png", ".pdf": "application/pdf"}[file.suffix]
        documents.append({"kind": file.stem, "reference": f"sha256/{digest}", "fileName": file.name,
                          "mediaType": media_type, "size": len(content), "sha256": digest})
    return documents


def make_form(school_bin, documents) -> dict:
    # Not the first grade, for which applications are taken only from April to August.
    born = datetime.date(2016, 5, 12)
    return {
        "service": "enrolment", "language": "kk",
        "applicant": {"iin": made_up_iin(datetime.date(1985, 1, 1)), "familyName": "Үлгі", "givenName": "Ана",
                      "relation": "parent", "phone": "+77010000001"},
        "child": {"iin": made_up_iin(born), "familyName": "Үлгі", "givenName": "Бала", "birthDate": born.isoformat()},
        "school": {"bin": school_bin}, "grade": 2, "instructionLanguage": "kk", "consentToDataAccess": True,
        "documents": documents,
    }


def attest(form: bytes, applicant, key) -> str:
    """Attests that the applicant confirmed these bytes with an SMS password: a compact JWS, ES256."""
    def base64url(data):
        return base64.urlsafe_b64encode(data).rstrip(b"=")
    claims = {"sub": applicant["iin"], "phone": applicant["phone"], "iat": int(time.time()),
              "formSha256": hashlib.sha256(form).hexdigest()}
    signed = base64url(json_bytes({"alg": "ES256", "typ": "JWT"})) + b"." + base64url(json_bytes(claims))
    # The library signs in DER; a JWS has the two numbers, 32 bytes each.
    r, s = utils.decode_dss_signature(key.sign(signed, ec.ECDSA(hashes.SHA256())))
    return (signed + b"." + base64url(r.to_bytes(32, "big") + s.to_bytes(32, "big"))).decode()


def make_application(form: dict, key) -> dict:
    signed_bytes = json_bytes(form)
    now = datetime.datetime.now(datetime.timezone(datetime.timedelta(hours=5)))
    return {
        "applicationId": str(uuid.uuid4()), "number": str(time.time_ns() // 1_000_000), "submittedAt": now.isoformat(),
        "form": base64.b64encode(signed_bytes).decode(),
        "signature": {"method": "sms", "attestation": attest(signed_bytes, form["applicant"], key)},
    }


def publish(channel, application: dict) -> str:
    """Returns the message's id when the broker has confirmed it; raises if no queue takes it.

    The id follows from the application, so an application that is published again, after a crash for example, counts once.
    """
    message_id = str(uuid.uuid5(uuid.UUID(application["applicationId"]), "application.submitted.v1"))
    channel.basic_publish(
        exchange="admission", routing_key="application.submitted", body=json_bytes(application), mandatory=True,
        properties=pika.BasicProperties(
            content_type="application/json", delivery_mode=2, type="application.submitted.v1", message_id=message_id,
            correlation_id=application["applicationId"], timestamp=int(time.time()), app_id="portal"))
    return message_id


class ServiceHistory:
    """The portal's end of the service history: NotifyWorker sends each entry here by PUT, again until it is answered."""

    def __init__(self, url):
        self.entries = {}  # By entryId; a real portal's database.
        self.arrived = queue.Queue()
        history = self

        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                _, recipient, _, entry_id = unquote(self.path).split("/")[-4:]
                entry = json.loads(body)
                status = history.take(entry, recipient, entry_id)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()
                if status == 201:
                    history.arrived.put(entry)

            def log_message(self, *arguments): pass  # The path has an IIN in it.

        address = urlparse(url)
        self.server = ThreadingHTTPServer((address.hostname, address.port), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def take(self, entry, recipient, entry_id) -> int:
        if entry["entryId"] != entry_id or entry["recipientIin"] != recipient:
            return 400
        if self.entries.setdefault(entry_id, entry) is not entry:
            return 409
        return 201


def main():
    key = serialization.load_pem_private_key(pathlib.Path(os.environ["PORTAL_KEY"]).read_bytes(), password=None)
    history = ServiceHistory(os.environ["PORTAL_URL"])
    store = unquote(urlparse(os.environ["DOCUMENTS_URL"]).path)
    form = make_form(os.environ["SCHOOL_BIN"], attach(os.environ["EXAMPLE_DOCUMENTS"], store))
    application = make_application(form, key)
    with pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"])) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        message_id = publish(channel, application)
    print(f"Published application {application['number']} as {message_id}: confirmed.", flush=True)
    while True:
        entry = history.arrived.get()
        if entry["applicationId"] != application["applicationId"]:
            continue
        words = " ".join(filter(None, [entry["status"], entry["resolution"]]))
        print(f"Step {entry['step']}, {words}: {entry['title']['en']}", flush=True)
        for reason in entry["reasons"]:
            print(f"  {reason['code']}: {reason['text'].get('en') or reason['text']['ru']}", flush=True)
        if entry["status"] == "completed":
            return


if __name__ == "__main__":
    main()
