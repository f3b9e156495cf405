"""How long a worker takes from its start to its first delivery."""
import statistics
import time

from chain import WORKERS, History
from system import Failed

QUEUE = {"IntakeWorker": "admission.intake", "TransferWorker": "admission.transfer", "NotifyWorker": "admission.notify", "Go": "admission.intake"}


def starts(system, corpus, go, times):
    """The median start of each program, in milliseconds."""
    system.purge()
    url = system.new_store("sqlite")
    History(system, url).close()
    go_url = system.new_store("sqlite")
    found = {}
    for name in WORKERS + (["Go"] if go else []):
        def start():
            if name == "Go":
                return system.run("Go", [go], STORE_URL=go_url, **corpus.settings)
            return system.worker(name, url, corpus)
        found[name] = statistics.median(once(system, QUEUE[name], start) for _ in range(times))
    return found


def once(system, queue, start):
    process = start()
    try:
        # As soon as its consumer is there, the broker can deliver to it.
        while system.amqp.depth(queue)[1] == 0:
            process.check()
            if time.monotonic() - process.started > 30:
                raise Failed(f"{process.name} does not consume")
            time.sleep(0.002)
        return 1e3 * (time.monotonic() - process.started)
    finally:
        process.stop()
