"""Measures under an even load how long an application takes from the portal's confirm to its entry, and what that costs."""
import select
import statistics
import time

from amqp import Amqp
from chain import WORKERS, History
from machine import difference, snapshot, status_of
from system import Failed


class Load:
    """Publishes at an even rate and watches for the entries."""

    def __init__(self, system, corpus, history, rate):
        self.corpus, self.history, self.rate = corpus, history, rate
        self.connection = Amqp(system.url)
        self.connection.select_confirms()
        self.sent, self.confirmed, self.posted = [], {}, {}
        self.applications = []
        self.lowest = self.row = 0

    def run(self, seconds, skip, whenever=lambda: None):
        """Publishes for so many seconds, without the corpus's first `skip`, and waits for the last entry."""
        count = int(seconds * self.rate)
        self.corpus.need(skip + count)
        self.applications += [line[1] for line in self.corpus.lines(count, skip)]
        start, target = time.monotonic(), len(self.applications)
        for number, frames in enumerate(self.corpus.publications(count, skip)):
            while (left := start + number / self.rate - time.monotonic()) > 0:
                self.watch(min(left, 0.002))
                whenever()
            self.connection.socket.sendall(frames)
            self.sent.append(time.monotonic())
        until = time.monotonic() + 30
        while len(self.posted) < target:
            self.watch(0.002)
            if time.monotonic() > until:
                raise Failed(f"{len(self.posted)} of {target} applications have an entry 30 s after the last one")

    def watch(self, seconds):
        if select.select([self.connection.socket], [], [], seconds)[0]:
            self.connection.receive()
            now = time.monotonic()
            for tag, multiple in self.connection.confirms():
                for number in range(self.lowest if multiple else tag - 1, tag):
                    self.confirmed.setdefault(number, now)
                self.lowest = max(self.lowest, tag) if multiple else self.lowest
        for self.row, application in self.history.since(self.row):
            self.posted.setdefault(application, time.monotonic())

    def latencies(self, first):
        """Milliseconds of the applications from number `first` on: until the confirm, and from the confirm to the entry."""
        numbers = range(first, len(self.applications))
        return ([1e3 * (self.confirmed[n] - self.sent[n]) for n in numbers],
                [1e3 * max(0, self.posted[self.applications[n]] - self.confirmed[n]) for n in numbers])


def percentile(values, part):
    return sorted(values)[min(len(values) - 1, int(part * len(values)))]


class Steady:
    """Runs the three workers; then also the Go worker in IntakeWorker's place, with a store of its own, to measure its CPU time."""

    def __init__(self, system, corpus, scale, go, rate=100):
        self.system, self.corpus, self.go, self.rate = system, corpus, go, rate
        self.seconds = max(5, int(30 * scale))
        corpus.need(int((self.seconds + 3) * rate))

    def once(self):
        run = self.run(WORKERS)
        run["cpu_us"]["Go"] = self.run(["Go", *WORKERS[1:]])["cpu_us"]["Go"]
        return run

    def start(self, name, url):
        if name != "Go":
            return self.system.worker(name, url, self.corpus)
        return self.system.run("Go", [self.go], STORE_URL=self.system.new_store("sqlite"), **self.corpus.settings)

    def run(self, workers):
        system = self.system
        system.purge()
        url = system.new_store("sqlite")
        history = History(system, url)
        processes = [self.start(name, url) for name in workers]
        groups = {process.name: [process.pid] for process in processes} | {"broker": system.broker_pids}
        load = Load(system, self.corpus, history, self.rate)
        try:
            load.run(3, 0)
            first = len(load.applications)
            begin = snapshot(groups)
            load.run(self.seconds, first)
            used = difference(begin, snapshot(groups))
            peaks = {process.name: status_of(process.pid, "VmHWM")[0] / 1024 for process in processes}
        finally:
            for process in processes:
                process.stop()
            load.connection.close()
            history.close()
        system.drop_store(url)
        confirms, latencies = load.latencies(first)
        count = len(confirms)
        return {
            "confirm_p50": statistics.median(confirms), "p50": statistics.median(latencies), "p99": percentile(latencies, 0.99),
            "cpu_us": {name: 1e6 * used[name] / count for name in groups}, "peaks": peaks, "foreign": used["foreign"],
        }
