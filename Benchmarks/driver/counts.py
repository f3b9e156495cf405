#!/usr/bin/env python3
"""make bench-counts: compares the instructions of the hot paths, which hardly differ between runs, with Benchmarks/thresholds.txt.

Environment: REFRESH=1 writes the counts of today as the new thresholds. Ends with 1 if a count is more than 5 % above its threshold.
"""
import os
import re
import subprocess
import sys

from system import BUILT, CHECKOUT
from thresholds import check

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


def main():
    program = stripped()

    def measure(path):
        times = PATHS[path]
        return (instructions(program, path, SHORT + times) - instructions(program, path, SHORT)) / times
    check("thresholds.txt", "instructions", "make bench-counts", PATHS, measure)


if __name__ == "__main__":
    main()
