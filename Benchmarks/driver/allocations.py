#!/usr/bin/env python3
"""make bench-allocations: allocations of the hot paths in the development build, against Benchmarks/allocations.txt.

They repeat to within one percent, on any machine and under any load, so CI compares them; instructions (counts.py) need an optimised
build. Environment: REFRESH=1 writes the counts of today as the new thresholds. Ends with 1 if one is over by more than 5 %.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from system import CHECKOUT

THRESHOLDS = CHECKOUT / "Benchmarks/allocations.txt"
ROOM = 1.05
# Two runs of different length: the allocations of the start, about a million, cancel out to within a thousand. So each path is repeated
# until it has about 200,000 more.
SHORT = 50
PATHS = {"decode": 400, "encode": 300, "rules": 500, "attestation": 1500, "documents": 200, "letter": 4000}


def counter():
    """The library that counts, built for this machine."""
    library = CHECKOUT / ".local/allocations.so"
    library.parent.mkdir(exist_ok=True)
    clang = Path(shutil.which("swift")).resolve().with_name("clang")
    subprocess.run([clang if clang.exists() else "cc", "-shared", "-fPIC", "-O2", "-o", library, CHECKOUT / "Benchmarks/driver/allocations.c"], check=True)
    return library


def allocations(library, path, times):
    found = subprocess.run(
        [CHECKOUT / ".build/debug/BenchmarkTool", "path", path, str(times)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "LD_PRELOAD": str(library), "SWIFT_DETERMINISTIC_HASHING": "1"})
    counted = re.search(r"allocations: (\d+)", found.stderr)
    if found.returncode or not counted:
        sys.exit(f"error: {path}: {found.stderr[-800:]}")
    return int(counted.group(1))


def known():
    lines = THRESHOLDS.read_text().splitlines() if THRESHOLDS.exists() else []
    return {line.split()[0]: float(line.split()[1]) for line in lines if line.strip() and not line.startswith("#")}


def main():
    limits, counts, library = known(), {}, counter()
    for path, times in PATHS.items():
        counts[path] = (allocations(library, path, SHORT + times) - allocations(library, path, SHORT)) / times
        limit = limits.get(path)
        change = f"{100 * (counts[path] / limit - 1):+6.1f} %" if limit else "   new"
        print(f"    {path:12s} {counts[path]:>8,.1f} allocations  {change}", flush=True)
    if os.environ.get("REFRESH"):
        head = "# Allocations of each hot path in the development build, by `make bench-allocations REFRESH=1`;\n" \
               "# `make bench-allocations` fails above these and 5 %.\n"
        THRESHOLDS.write_text(head + "".join(f"{path:12s} {count:.1f}\n" for path, count in counts.items()))
        return
    over = [path for path in PATHS if path not in limits or counts[path] > limits[path] * ROOM]
    if over:
        sys.exit(f"error: more allocations than {THRESHOLDS.name} allows: {', '.join(over)}. "
                 "Take the change back, or say why and run make bench-allocations REFRESH=1.")


if __name__ == "__main__":
    main()
