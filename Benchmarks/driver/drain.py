"""Measures how fast programs empty a full queue, and what that costs."""
import statistics
import time

from machine import difference, snapshot, status_of, wait_quiet
from system import Failed

WARM = 0.1            # measuring begins when this part of the work is done


def drain(system, start, done, total, seconds=120):
    """Starts processes by `start()` on a queue that is full, and watches until `done()` is `total`.

    Gives messages a second, CPU in µs a message of the client, the broker and the database, the peak memory in MiB of
    all processes and of each, foreign load in percent of a core, and samples (seconds since the start, count).
    """
    time.sleep(0.5)
    wait_quiet()
    began = time.monotonic()
    processes = start()
    groups = {"client": [p.pid for p in processes], "broker": system.broker_pids, "postgres": system.postgres_pids}
    begin, samples = None, []
    try:
        while True:
            count = done()
            now = time.monotonic()
            samples.append((now - began, count))
            if begin is None and count >= WARM * total:
                begin, at_begin = snapshot(groups), count
            if count >= total:
                break
            if now - began > seconds:
                raise Failed(f"{count} of {total} were done in {seconds} s")
            for process in processes:
                process.check()
            time.sleep(0.02)
        used = difference(begin, snapshot(groups))
        peaks = [(status_of(p.pid, "VmHWM") or [0])[0] / 1024 for p in processes]
        time.sleep(0.3)                              # the last acknowledgements
    finally:
        for process in processes:
            process.stop()
    work = total - at_begin
    return {
        "rate": work / used["time"], "client_us": 1e6 * used["client"] / work, "broker_us": 1e6 * used["broker"] / work,
        "postgres_us": 1e6 * used["postgres"] / work, "memory": sum(peaks), "peaks": dict(zip([p.name for p in processes], peaks)),
        "foreign": used["foreign"], "samples": samples,
    }


def median(runs, name):
    values = [run[name] for run in runs if name in run]
    return statistics.median(values) if values else None


def ratio(runs, others, name="rate"):
    """The median of the ratios of runs that were made in the same round."""
    return statistics.median(one[name] / other[name] for one, other in zip(runs, others)) if runs and others else None
