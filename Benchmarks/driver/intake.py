"""Measures intake alone on a full queue: signed by SMS and by EDS, on both stores; and a Go worker that does the same work."""
import os
import subprocess

from amqp import Amqp
from corpus import Corpus
from drain import drain
from system import CHECKOUT, Failed

PREFETCH = 400


def build_go(system):
    program = system.folder / "go-intake"
    environment = {**os.environ, "GO111MODULE": "off", "GOPATH": os.environ.get("GOPATH", "/usr/share/gocode"),
                   "GOCACHE": str(system.folder.parent / "gocache")}
    # With Debian's SQLite, which our worker uses too, instead of the library's own copy.
    subprocess.run(["go", "build", "-tags", "libsqlite3", "-o", program, "."], cwd=CHECKOUT / "Benchmarks/peers/go", env=environment, check=True)
    return program


class Intake:
    def __init__(self, system, corpora, scale, postgres):
        self.system, self.corpora, self.postgres = system, corpora, postgres
        self.count, self.few = max(500, int(8000 * scale)), max(500, int(4000 * scale))
        self.go = build_go(system)

    def rows(self):
        stores = ["sqlite", "postgres"] if self.postgres else ["sqlite"]
        yield "intake: Go, SQLite", lambda: self.once("sqlite", "sms", go=True)
        for store in stores:
            name = {"sqlite": "SQLite", "postgres": "PostgreSQL"}[store]
            for lanes, processes, words in [(1, 1, ""), (2, 1, ", LANES=2"), (1, 2, ", two processes")]:
                yield f"intake: ours, {name}{words}", lambda s=store, n=lanes, p=processes: self.once(s, "sms", n, p)
            yield f"intake: ours, {name}, EDS", lambda s=store: self.once(s, "eds")

    def once(self, store, means, lanes=1, processes=1, go=False):
        system, corpus = self.system, self.corpora[means]
        count = min(self.few if means == "eds" else self.count, corpus.count)
        system.purge()
        filler = Amqp(system.url)
        filler.fill(corpus.publications(count))
        filler.close()
        url = system.new_store(store)

        def start():
            if go:
                return [system.run("Go", [self.go], STORE_URL=url, PREFETCH=PREFETCH, **corpus.settings)]
            return [system.worker("IntakeWorker", url, corpus, LANES=lanes, PREFETCH=PREFETCH) for _ in range(processes)]
        run = drain(system, start, lambda: system.amqp.ready("admission.notify"), count)
        problems = [f"{queue} holds {have} messages, not {want}" for queue, want in [
            ("admission.intake", 0), ("admission.intake.parked", 0), ("admission.notify", count), ("admission.schools", corpus.accepted(count)),
        ] if (have := system.amqp.ready(queue)) != want]
        system.drop_store(url)
        if problems:
            raise Failed("; ".join(problems))
        return run


def corpora(system, means, count, few):
    return {one: Corpus(system.folder / f"corpus-{one}", few if one == "eds" else count, one) for one in means}
