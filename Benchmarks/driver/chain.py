"""Measures all workers, from the portal's publication to the last entry of the service history; and notify alone."""
import base64
import json
import sqlite3

from amqp import Amqp, publication
from drain import drain
from system import BUILT, Failed, output_of

WORKERS = ["IntakeWorker", "TransferWorker", "NotifyWorker"]


class History:
    """Reads the service history of a store while the workers write it."""

    def __init__(self, system, url):
        output_of(BUILT / "admissionctl", "store", "migrate", env=system.environment(STORE_URL=url))
        self.store = sqlite3.connect(url.removeprefix("sqlite://"))

    def count(self):
        """The number of entries: none is removed here, so it is the last row's number."""
        return self.store.execute("SELECT max(rowid) FROM service_history").fetchone()[0] or 0

    def since(self, row):
        return self.store.execute("SELECT rowid, application_id FROM service_history WHERE rowid > ?", (row,)).fetchall()

    def close(self):
        self.store.close()


class Chain:
    def __init__(self, system, corpus, scale, count=None):
        self.system, self.corpus, self.count = system, corpus, count or max(1000, int(20_000 * scale))
        corpus.need(self.count)

    def rows(self):
        yield "chain: three workers", lambda: self.once(WORKERS, self.corpus.publications(self.count))
        yield "notify alone", lambda: self.once(["NotifyWorker"], self.updates())

    def once(self, workers, publications):
        system = self.system
        system.purge()
        url = system.new_store("sqlite")
        history = History(system, url)
        filler = Amqp(system.url)
        filler.fill(publications)
        filler.close()
        try:
            run = drain(system, lambda: [system.worker(name, url, self.corpus) for name in workers], history.count, self.count)
        finally:
            history.close()
        problems = [queue for queue in ("admission.intake", "admission.notify", "admission.unrouted") if system.amqp.ready(queue)]
        system.drop_store(url)
        if problems:
            raise Failed(f"messages are left in {', '.join(problems)}")
        return run

    def updates(self):
        """For each application the update that intake sends if it accepts the application."""
        for message, application, _, body in self.corpus.lines(self.count):
            envelope = json.loads(body)
            form = json.loads(base64.b64decode(envelope["form"]))
            update = {
                "applicationId": application, "number": envelope["number"], "recipientIin": form["applicant"]["iin"], "service": form["service"],
                "language": form["language"], "status": "inProcessing", "resolution": None, "step": 10, "occurredAt": envelope["submittedAt"],
                "dueBy": "2026-04-02T18:00:00+05:00", "school": form["school"], "childName": "Әлихан С.", "grade": 1, "reasons": [],
            }
            yield publication(
                "processing.updated", json.dumps(update, ensure_ascii=False).encode(), exchange="admission", content_type="application/json",
                type="processing.updated.v1", message_id=message, correlation_id=application, app_id="intake")
