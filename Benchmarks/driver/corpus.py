"""The applications of a measurement, made up by BenchmarkTool."""
from amqp import publication
from system import BUILT, Failed, output_of


class Corpus:
    def __init__(self, folder, count, means="sms"):
        self.folder, self.count, self.means = folder, count, means
        folder.mkdir(parents=True)
        output_of(BUILT / "BenchmarkTool", "corpus", folder, count, means)
        self.settings = {
            "DOCUMENTS_URL": f"file://{folder}/documents", "REGISTERS_URL": f"file://{folder}/registers.json",
            "SCHOOLS_FILE": folder / "schools.csv", "SMS_ATTESTATION_KEYS": folder / "sms-attestation-keys.pem",
            "EDS_TRUST_ROOTS": folder / "eds-trust-roots.pem", "EDS_CRLS": folder / "eds-crls.pem",
        }

    def lines(self, count=None, skip=0):
        """Message id, application id, whether it is accepted, body; in order."""
        with open(self.folder / "messages.tsv", "rb") as file:
            for number, line in enumerate(file):
                if count is not None and number >= skip + count:
                    return
                if number >= skip:
                    message, application, accepted, body = line.rstrip(b"\n").split(b"\t", 3)
                    yield message.decode(), application.decode(), accepted == b"1", body

    def publications(self, count, skip=0):
        for message, application, _, body in self.lines(count, skip):
            yield publication(
                "application.submitted", body, exchange="admission", content_type="application/json", type="application.submitted.v1",
                message_id=message, correlation_id=application, app_id="portal")

    def accepted(self, count):
        return sum(accepted for _, _, accepted, _ in self.lines(count))

    def need(self, count):
        if count > self.count:
            raise Failed(f"the corpus has {self.count} applications, {count} are wanted")
