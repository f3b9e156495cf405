"""Counts that may not grow: each hot path's, against a file of thresholds."""
import os
import sys

from system import CHECKOUT

ROOM = 1.05


def check(name, unit, command, paths, measure):
    """Measures each path, prints it beside its threshold in Benchmarks/<name>, and ends with 1 if one is over by more than 5 %.

    REFRESH=1 in the environment writes the counts of today as the new thresholds.
    """
    file = CHECKOUT / "Benchmarks" / name
    lines = file.read_text().splitlines() if file.exists() else []
    limits = {line.split()[0]: float(line.split()[1]) for line in lines if line.strip() and not line.startswith("#")}
    counts = {}
    for path in paths:
        counts[path] = round(measure(path), 1)
        limit = limits.get(path)
        change = f"{100 * (counts[path] / limit - 1):+6.1f} %" if limit else "   new"
        print(f"    {path:12s} {counts[path]:>14,.1f} {unit}  {change}", flush=True)
    if os.environ.get("REFRESH"):
        head = f"# {unit.capitalize()} of each hot path, by `{command} REFRESH=1`; `{command}` fails above these and 5 %.\n"
        file.write_text(head + "".join(f"{path:12s} {count}\n" for path, count in counts.items()))
        return
    over = [path for path in paths if path not in limits or counts[path] > limits[path] * ROOM]
    if over:
        sys.exit(f"error: more {unit} than {name} allows: {', '.join(over)}. Take the change back, or say why and run {command} REFRESH=1.")
