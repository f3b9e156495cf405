#!/usr/bin/env python3
"""What run.sh does at the broker beside the examples, as its operator.

    wire.py tap                 binds a queue that keeps a copy of all that passes the exchange
    wire.py save FOLDER         writes those bodies down, and the forms in them, as FOLDER/<type>/<n>.json
    wire.py publish TYPE FILE   publishes a body as it is
    wire.py parked QUEUE        waits for a parked message and prints why it is parked
"""
import base64, json, os, pathlib, sys, uuid

import pika

TAP = "examples.tap"


def tap(channel):
    channel.queue_declare(TAP)
    channel.queue_bind(TAP, "admission", "#")


def save(channel, folder):
    number = 0

    def write(kind, content):
        nonlocal number
        number += 1
        place = pathlib.Path(folder) / kind / f"{number}.json"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)

    while True:
        delivery, properties, body = channel.basic_get(TAP, auto_ack=True)
        if delivery is None:
            return
        write(properties.type, body)
        if properties.type == "application.submitted.v1":
            # The form that is signed is in the body as base64, which a schema cannot look into.
            write("application.form.v1", base64.b64decode(json.loads(body)["form"], validate=True))


def publish(channel, kind, file):
    channel.confirm_delivery()
    properties = pika.BasicProperties(
        content_type="application/json", delivery_mode=2, type=kind, message_id=str(uuid.uuid4()))
    channel.basic_publish(
        "admission", kind.removesuffix(".v1"), pathlib.Path(file).read_bytes(), properties, mandatory=True)


def parked(channel, queue):
    for delivery, properties, _ in channel.consume(queue, inactivity_timeout=30):
        if delivery is None:
            sys.exit(f"Nothing came into {queue} within 30 s.")
        print(f"{properties.headers['x-parked-reason']}: {properties.headers['x-parked-detail']}")
        channel.basic_ack(delivery.delivery_tag)
        return


with pika.BlockingConnection(pika.URLParameters(os.environ["AMQP_URL"])) as connection:
    {"tap": tap, "save": save, "publish": publish, "parked": parked}[sys.argv[1]](connection.channel(), *sys.argv[2:])
