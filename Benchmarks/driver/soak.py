#!/usr/bin/env python3
"""make soak: sends a steady load through all workers; memory, descriptors, threads and CPU per message must not grow.

Environment: SOAK_SECONDS (1800), RATE (50 applications a second). Ends with 1 if a worker grows.
"""
import os
import signal
import statistics
import sys
import time

from chain import WORKERS, History
from corpus import Corpus
from machine import descriptors_of, stat_of, status_of
from steady import Load
from system import CHECKOUT, Failed, System

# How far the median of the last quarter of the samples may lie above that of the second quarter: a factor, and an
# amount.
BOUNDS = {"memory, MiB": (1.10, 4), "descriptors": (1.0, 2), "threads": (1.0, 2), "CPU, µs": (1.25, 100)}


class Watch:
    """Samples every worker at equal intervals."""

    def __init__(self, processes, load, seconds):
        self.processes, self.load, self.span = processes, load, max(1.0, seconds / 60)
        self.next, self.before, self.samples = 0.0, {}, {process.name: [] for process in processes}

    def look(self):
        if (now := time.monotonic()) < self.next:
            return
        self.next = now + self.span
        done = len(self.load.posted)
        for process in self.processes:
            process.check()
            memory, threads = status_of(process.pid, "VmRSS", "Threads")
            cpu = stat_of(process.pid)[2]
            last_cpu, last_done = self.before.get(process.name, (cpu, done))
            self.before[process.name] = (cpu, done)
            if done > last_done:
                self.samples[process.name].append({
                    "memory, MiB": memory / 1024, "descriptors": descriptors_of(process.pid), "threads": threads,
                    "CPU, µs": 1e6 * (cpu - last_cpu) / (done - last_done)})

    def growth(self):
        """Yields lines for the terminal, and sets `grown` to whether something has grown."""
        grown = False
        for name, samples in self.samples.items():
            if len(samples) < 8:
                raise Failed("too few samples: set a larger SOAK_SECONDS")
            quarter = len(samples) // 4
            for what, (factor, room) in BOUNDS.items():
                early = statistics.median(sample[what] for sample in samples[quarter:2 * quarter])
                late = statistics.median(sample[what] for sample in samples[-quarter:])
                is_flat = late <= early * factor + room
                grown = grown or not is_flat
                yield f"{name:16s} {what:12s} {early:10,.1f} → {late:10,.1f}   {'flat' if is_flat else 'GROWS'}"
        self.grown = grown


def main():
    seconds, rate = float(os.environ.get("SOAK_SECONDS") or 1800), float(os.environ.get("RATE") or 50)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with System(CHECKOUT / ".local/soak") as system:
        print("==> a private broker, and made-up applications", flush=True)
        system.start(postgres=False)
        corpus = Corpus(system.folder / "corpus", int(seconds * rate) + 1)
        url = system.new_store("sqlite")
        history = History(system, url)
        processes = [system.worker(name, url, corpus) for name in WORKERS]
        load = Load(system, corpus, history, rate)
        watch = Watch(processes, load, seconds)
        # The hub's queue has no consumer here, so it is purged before it fills the broker.
        drained = [0.0]

        def look():
            watch.look()
            if time.monotonic() > drained[0] + 10:
                system.purge("admission.schools")
                drained[0] = time.monotonic()
        print(f"==> {rate:g} applications a second for {seconds:g} s", flush=True)
        try:
            load.run(seconds, 0, look)
            lines = list(watch.growth())
        finally:
            for process in processes:
                process.stop()
            history.close()
    print("the second quarter of the time → the last\n" + "\n".join(lines))
    sys.exit(1 if watch.grown else 0)


if __name__ == "__main__":
    try:
        main()
    except Failed as problem:
        sys.exit(f"error: {problem}")
    except KeyboardInterrupt:
        sys.exit(130)
