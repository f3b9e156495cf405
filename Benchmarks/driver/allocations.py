#!/usr/bin/env python3
"""make bench-allocations: allocations of the hot paths in the development build, against Benchmarks/allocations.txt.

They repeat to within one percent, on any machine and under any load, so CI compares them; instructions (counts.py) need an optimised
build. What is compared, and how: thresholds.py.
"""
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from system import CHECKOUT
from thresholds import check

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


def main():
    library = counter()

    def measure(path):
        times = PATHS[path]
        return (allocations(library, path, SHORT + times) - allocations(library, path, SHORT)) / times
    check("allocations.txt", "allocations", "make bench-allocations", PATHS, measure)


if __name__ == "__main__":
    main()
