"""Reads from /proc what CPU time processes, the whole machine, and all others use."""
import os
import platform
import time
from pathlib import Path

TICK = os.sysconf("SC_CLK_TCK")


def stat_of(pid):
    """Parent, session and CPU seconds of a process; None if it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except (OSError, IndexError):
        return None
    return int(fields[1]), int(fields[3]), (int(fields[11]) + int(fields[12])) / TICK


def status_of(pid, *names):
    """Numbers of /proc/PID/status, such as VmHWM in KiB; None if the process is gone."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return None
    values = {line.split(":")[0]: line.split() for line in lines if ":" in line}
    return [int(values[name][1]) for name in names]


def descriptors_of(pid):
    return len(os.listdir(f"/proc/{pid}/fd"))


def busy():
    """Busy seconds of all cores since the machine started, stolen time included."""
    user, nice, system, _, _, irq, softirq, stolen = map(int, Path("/proc/stat").read_text().split("\n")[0].split()[1:9])
    return (user + nice + system + irq + softirq + stolen) / TICK


def snapshot(groups):
    """CPU seconds of each group and in total. A group is a list of process ids, whose sessions and children count with them."""
    leaders = {pid: name for name, pids in groups.items() for pid in pids}
    taken = {"time": time.monotonic(), "busy": busy(), "kernel": 0.0, "driver": sum(os.times()[:4]), **{name: 0.0 for name in groups}}
    for entry in os.listdir("/proc"):
        if not entry.isdigit() or (found := stat_of(entry)) is None:
            continue
        parent, session, cpu = found
        name = leaders.get(int(entry)) or leaders.get(session) or leaders.get(parent)
        if parent == 2 or entry == "2":
            taken["kernel"] += cpu
        elif name:
            taken[name] += cpu
    return taken


def difference(begin, end):
    """What each group used between two snapshots, and `foreign`: what all others used, without kernel and driver, in percent of a core."""
    used = {name: end[name] - begin[name] for name in end}
    known = sum(value for name, value in used.items() if name not in ("time", "busy"))
    used["foreign"] = max(0.0, 100 * (used["busy"] - known) / used["time"])
    return used


def wait_quiet(seconds=10):
    """Waits until the machine uses less than a tenth of a core, but at most so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        before, at = busy(), time.monotonic()
        time.sleep(0.4)
        if busy() - before < 0.1 * (time.monotonic() - at):
            return


def describe(versions):
    cpu = next((line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines()
                if line.startswith(("model name", "Model"))), platform.machine())
    memory = int(Path("/proc/meminfo").read_text().split()[1]) // (1 << 20)
    return f"{os.cpu_count()} cores ({cpu}), {memory} GiB, Linux {platform.release()}; " + ", ".join(versions)
