#!/usr/bin/env python3
"""make bench-counts: compares the instructions of the hot paths, which hardly differ between runs, with Benchmarks/thresholds.txt.

Environment: REFRESH=1 writes the counts of today as the new thresholds. Ends with 1 if a count is more than 5 % above its threshold.
"""
import os
import re
import subprocess
import sys

from system import BUILT, CHECKOUT

THRESHOLDS = CHECKOUT / "Benchmarks/thresholds.txt"
ROOM = 1.05
# Two runs of different length are subtracted, so that the start of the process cancels out. The starts differ by up to
# 25 million instructions, because keys are made there. So each path is repeated until it takes about 1,500 million
# instructions: 25 million are a sixtieth of that.
SHORT = 100
PATHS = {"decode": 7000, "encode": 6500, "rules": 9000, "attestation": 1800, "documents": 1000, "letter": 27_000}


def stripped():
    """A copy of the program without debugging information, because valgrind cannot read Swift's and gives up."""
    program = CHECKOUT / ".local/BenchmarkTool"
    program.parent.mkdir(exist_ok=True)
    subprocess.run(["strip", "--strip-debug", "-o", program, BUILT / "BenchmarkTool"], check=True)
    return program


def instructions(program, path, times):
    found = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", program, "path", path, str(times)],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env={**os.environ, "SWIFT_DETERMINISTIC_HASHING": "1"})
    if found.returncode:
        sys.exit(f"error: {path}: {found.stdout[-800:]}")
    return int(re.search(r"Collected\s*:\s*(\d+)", found.stdout).group(1))


def known():
    lines = THRESHOLDS.read_text().splitlines() if THRESHOLDS.exists() else []
    return {line.split()[0]: int(line.split()[1]) for line in lines if line.strip() and not line.startswith("#")}


def main():
    limits, counts, program = known(), {}, stripped()
    for path, times in PATHS.items():
        counts[path] = (instructions(program, path, SHORT + times) - instructions(program, path, SHORT)) // times
        limit = limits.get(path)
        change = f"{100 * (counts[path] / limit - 1):+6.1f} %" if limit else "   new"
        print(f"{path:12s} {counts[path]:>12,} instructions  {change}", flush=True)
    if os.environ.get("REFRESH"):
        head = "# Instructions of each hot path, by `make bench-counts REFRESH=1`; `make bench-counts` fails above these and 5 %.\n"
        THRESHOLDS.write_text(head + "".join(f"{path:12s} {count}\n" for path, count in counts.items()))
        return
    over = [path for path in PATHS if path not in limits or counts[path] > limits[path] * ROOM]
    if over:
        sys.exit(f"error: more instructions than {THRESHOLDS.name} allows: {', '.join(over)}. Undo the change, or say why it is needed and run make bench-counts REFRESH=1.")


if __name__ == "__main__":
    main()
