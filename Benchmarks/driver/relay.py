"""Measures a relay that sends on the first KiB of each body of 2 KiB, with confirms: by our broker port, and by rabbitmq-c alone."""
import subprocess
from urllib.parse import urlsplit

from amqp import Amqp, publication
from drain import drain
from system import BUILT, CHECKOUT, Failed

PREFETCH = 300


class Relay:
    def __init__(self, system, scale, kib=2):
        self.system, self.count = system, max(2000, int(50_000 * scale))
        self.body = publication("bench.in", b"x" * 1024 * kib, content_type="application/json", message_id="00000000-0000-4000-8000-000000000000")
        self.c = system.folder / "relay"
        subprocess.run(["cc", "-O2", "-Wall", "-o", self.c, CHECKOUT / "Benchmarks/peers/c/relay.c", "-lrabbitmq"], check=True)
        for queue in ("bench.in", "bench.out"):
            system.amqp.declare(queue)

    def rows(self):
        where = urlsplit(self.system.url)
        yield "relay: C", lambda: self.once("C", [self.c, where.hostname, where.port, "bench.in", "bench.out"])
        yield "relay: ours", lambda: self.once("ours", [BUILT / "BenchmarkTool", "relay", "bench.in", "bench.out"])

    def once(self, name, words):
        system = self.system
        system.purge("bench.in", "bench.out")
        filler = Amqp(system.url)
        filler.fill(self.body for _ in range(self.count))
        filler.close()
        run = drain(system, lambda: [system.run(name, words, PREFETCH=PREFETCH)], lambda: system.amqp.ready("bench.out"), self.count)
        if left := system.amqp.ready("bench.in"):
            raise Failed(f"{name} left {left} messages unacknowledged")
        return run
