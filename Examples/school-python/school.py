#!/usr/bin/env python3
"""A school's own system: reads its queue, prints each request, and decides: it enrols while it has places.

Written from contracts/v1 alone; README.md says how to run it.
"""
import datetime, json, os, time, uuid

import pika

BIN = os.environ["SCHOOL_BIN"]
PLACES = int(os.environ.get("PLACES", "1"))
# The program ends after so many decisions; 0 means never.
DECISIONS = int(os.environ.get("DECISIONS", "0"))

# The decisions by application. A real school keeps them in a database, which survives the process.
decided = {}


def decide(request: dict) -> dict:
    """The decision on an application; if it is asked again, the same one."""
    application = request["applicationId"]
    if application not in decided:
        enrolled = sum(decision["decision"] == "enrolled" for decision in decided.values())
        decision = {
            "applicationId": application, "school": {"bin": BIN}, "decidedBy": "director",
            "decidedAt": datetime.datetime.now(datetime.timezone.utc).isoformat(),
        }
        if enrolled < PLACES:
            decision["decision"] = "enrolled"
        else:
            # A code that the workers have words for; any other code needs a text in kk and ru.
            decision |= {"decision": "refused", "reasons": [{"code": "places.none"}]}
        decided[application] = decision
    return decided[application]


def publish(channel, decision: dict, service: str, request_id: str):
    """Returns when the broker has confirmed the decision; raises if no queue takes it."""
    channel.basic_publish(
        exchange="admission", routing_key=f"school.decided.{service}.{BIN}", body=json.dumps(decision).encode(),
        mandatory=True,
        properties=pika.BasicProperties(
            content_type="application/json", delivery_mode=2, type="school.decided.v1",
            # From the request's id, so that a decision that is sent again is the same message.
            message_id=str(uuid.uuid5(uuid.UUID(request_id), "school.decided.v1")),
            correlation_id=decision["applicationId"], timestamp=int(time.time()), app_id="school"))


def main():
    with pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"])) as connection:
        channel = connection.channel()
        channel.confirm_delivery()
        channel.basic_qos(prefetch_count=1)
        print(f"School {BIN} reads its queue.", flush=True)
        for delivery, properties, body in channel.consume(f"admission.schools.{BIN}"):
            request = json.loads(body)
            if properties.type == "school.admissionRequested.v1":
                child = request["child"]
                print(f"Request {request['arrival']}: {child['givenName']} {child['familyName']}, grade"
                      f" {request['grade']}, {request['service']}, answer by {request['dueBy']}", flush=True)
                decision = decide(request)
                publish(channel, decision, request["service"], properties.message_id)
                reasons = ", ".join(reason["code"] for reason in decision.get("reasons", []))
                print(f"Decided: {decision['decision']} {reasons}".rstrip() + "; confirmed.", flush=True)
            elif properties.type == "school.admissionWithdrawn.v1":
                decided.pop(request["applicationId"], None)
                print(f"Withdrawn: application {request['applicationId']}", flush=True)
            # Acknowledged last: if anything fails before, the request comes again.
            channel.basic_ack(delivery.delivery_tag)
            if DECISIONS and len(decided) >= DECISIONS:
                return


if __name__ == "__main__":
    main()
