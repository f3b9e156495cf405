"""Measures how throughput, CPU and memory change with lanes, processes, size of messages and backlog."""
from chain import WORKERS, Chain
from relay import Relay


def backlogs(scale):
    return [max(500, int(count * scale)) for count in (1000, 10_000, 50_000)]


def cluster_rows(system, corpus, scale):
    """Relay and chain on a cluster of three nodes on the same cores, where every message is written three times."""
    for row, once in Relay(system, scale / 2).rows():
        yield f"cluster: {row}", once
    chain = Chain(system, corpus, scale / 2)
    yield "cluster: chain", lambda: chain.once(WORKERS, corpus.publications(chain.count))


def rows(system, intake, corpus, scale):
    for store, name in [("sqlite", "SQLite"), ("postgres", "PostgreSQL")]:
        for lanes in (1, 2, 4):
            yield f"curve: intake, {name}, LANES={lanes}", lambda s=store, n=lanes: intake.once(s, "sms", n)
        for processes in (2, 4):
            yield f"curve: intake, {name}, {processes} processes", lambda s=store, p=processes: intake.once(s, "sms", 1, p)
    for kib in (1, 4, 16, 64):
        relay = Relay(system, scale * 4 / (4 + kib), kib)
        for row, once in relay.rows():
            yield f"curve: {row}, {kib} KiB", once
    for count in backlogs(scale):
        chain = Chain(system, corpus, scale, count)
        yield f"curve: chain, {count:,} waiting", lambda c=chain: c.once(WORKERS, corpus.publications(c.count))
