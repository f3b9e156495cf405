"""Checks that the Go worker and ours do the same with the same applications: every output, and every stored row."""
import json
import sqlite3

from amqp import Amqp
from drain import drain
from system import Failed

# The fields of an output that may differ between two workers.
OWN = ("arrival", "occurredAt")
TABLES = {
    "application": "SELECT id, number, service, language, applicant_iin, child_iin, child_name, school_bin, campaign, submitted_at, "
                   "due_by, state, arrival IS NULL, ended_at IS NULL, duplicate_of, grade, applicant_tie, conflicts_with FROM application",
    "signature_use": "SELECT signature, application_id FROM signature_use",
    "arrival_counter": "SELECT school_bin, year, last FROM arrival_counter",
    "inbox": "SELECT message_id FROM inbox",
}


def compare(intake, count):
    ours, go = observed(intake, count, go=False), observed(intake, count, go=True)
    for name in ours:
        if ours[name] != go[name]:
            keys = [key for key in ours[name].keys() | go[name].keys() if ours[name].get(key) != go[name].get(key)]
            raise Failed(f"ours and Go differ in {len(keys)} of {name}, such as\n  {ours[name].get(keys[0])}\n  {go[name].get(keys[0])}")
    return {name: len(rows) for name, rows in ours.items()}


def observed(intake, count, go):
    """A worker's outputs and stored rows by their ids, without arrival numbers and without the times of its work."""
    system, corpus = intake.system, intake.corpora["sms"]
    system.purge()
    filler = Amqp(system.url)
    filler.fill(corpus.publications(count))
    filler.close()
    url = system.new_store("sqlite")

    def start():
        if go:
            return [system.run("Go", [intake.go], STORE_URL=url, **corpus.settings)]
        return [system.worker("IntakeWorker", url, corpus)]
    drain(system, start, lambda: system.amqp.ready("admission.notify"), count)
    found = {"outputs": {}}
    for queue, many in (("admission.notify", count), ("admission.schools", corpus.accepted(count))):
        reader = Amqp(system.url)
        reader.consume(queue)
        for message in reader.messages(many):
            body = {key: value for key, value in json.loads(message.body).items() if key not in OWN}
            properties = {key: value for key, value in message.properties.items() if key != "timestamp"}
            found["outputs"][message.properties["message_id"]] = (message.key, properties, body)
        reader.close()
    with sqlite3.connect(url.removeprefix("sqlite://")) as store:
        for table, query in TABLES.items():
            found[table] = {row[0]: row for row in store.execute(query)}
        found["judgement"] = {row[0]: (row[1], without_times(json.loads(row[2])))
                              for row in store.execute("SELECT application_id, edition, grounds FROM judgement")}
    system.drop_store(url)
    return found


def without_times(grounds):
    grounds.pop("o", None)
    for answer in grounds.get("q", []):
        answer[2] = None
    return grounds
