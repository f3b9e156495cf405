#!/usr/bin/env python3
"""make bench: measures everything that docs/performance.md shows, and beside it the programs it is compared with.

Environment: ONLY (some of relay intake same chain steady start micro, which all run by default; curves, and cluster, which is measured alone
and as root, run only if they are named), SCALE (1; 0.2 for a short look), ROUNDS (3), WRITE=1 to write the result into docs/performance.md.
"""
import json
import os
import signal
import sys
import time

import curves
import intake
import relay
import same
from begin import starts
from chain import Chain
from corpus import Corpus
from machine import describe
from picture import draw
from steady import Steady
from system import BUILT, CHECKOUT, Failed, System, output_of
from table import plain, report

PARTS = ["relay", "intake", "same", "chain", "steady", "start", "micro"]
OTHERS = ["curves", "cluster"]


def rounds(rows, count, results):
    """Runs all rows `count` times in turn, so that compared rows run under the same conditions; true if a run failed."""
    failed = False
    rows = list(rows)
    for number in range(count):
        for name, once in rows:
            try:
                run = once()
                results.setdefault(name, []).append(run)
                print(f"    {number + 1} {name:40s} {run['rate']:8,.0f}/s  {run['client_us']:6,.0f} µs  foreign {run['foreign']:.0f} %", flush=True)
            except Failed as problem:
                failed = True
                results.setdefault(name, [])
                print(f"    {number + 1} {name:40s} FAILED: {problem}", flush=True)
    return failed


def enter_namespace():
    """Runs this script again in a network namespace of its own, where the nodes can have a bridge. Needs root."""
    if os.environ.get("IN_NAMESPACE"):
        return
    os.execvpe("unshare", ["unshare", "--net", sys.executable, *sys.argv], {**os.environ, "IN_NAMESPACE": "1"})


def main():
    only = os.environ.get("ONLY", "").replace(",", " ").split() or PARTS
    if unknown := set(only) - {*PARTS, *OTHERS}:
        sys.exit(f"ONLY may name {' '.join(PARTS + OTHERS)}, not {' '.join(unknown)}")
    if "cluster" in only:
        if len(only) > 1:
            sys.exit("cluster must be the only part, because it runs in a network namespace of its own")
        enter_namespace()
    scale, count = float(os.environ.get("SCALE") or 1), int(os.environ.get("ROUNDS") or 3)
    postgres = bool({"intake", "curves"} & set(only))
    began, failed, found = time.monotonic(), False, {}
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))

    def step(text):
        print(f"==> [{time.monotonic() - began:3.0f} s] {text}", flush=True)
    with System(CHECKOUT / ".local/bench") as system:
        step("a private broker" + (" and database" if postgres else ""))
        system.start_cluster() if "cluster" in only else system.start(postgres)
        step("made-up applications")
        most = max(int(20_000 * scale), 3300) if {"chain", "steady", "cluster"} & set(only) else max(500, int(8000 * scale))
        if "curves" in only:
            most = max(most, *curves.backlogs(scale))
        corpora = {"sms": Corpus(system.folder / "corpus-sms", most)}
        if "intake" in only:
            corpora["eds"] = Corpus(system.folder / "corpus-eds", max(500, int(4000 * scale)), "eds")
        alone = intake.Intake(system, corpora, scale, postgres) if {"intake", "same", "steady", "start", "curves"} & set(only) else None
        if "same" in only:
            step("do our worker and the Go worker do the same?")
            try:
                found["same"] = same.compare(alone, min(500, most))
            except Failed as problem:
                failed = True
                print(f"    FAILED: {problem}")
        drained = {}
        for name, rows in [
            ("relay", lambda: relay.Relay(system, scale).rows()), ("intake", lambda: alone.rows()),
            ("chain", lambda: Chain(system, corpora["sms"], scale).rows()),
            ("curves", lambda: curves.rows(system, alone, corpora["sms"], scale)),
            ("cluster", lambda: curves.cluster_rows(system, corpora["sms"], scale)),
        ]:
            if name in only:
                step(name)
                failed = rounds(rows(), count, drained) or failed
        found["drained"] = drained
        if "steady" in only:
            step("steady")
            found["steady"] = [Steady(system, corpora["sms"], scale, alone.go).once() for _ in range(min(2, count))]
        if "start" in only:
            step("start")
            found["starts"] = starts(system, corpora["sms"], alone.go, 5)
        if "micro" in only:
            step("micro")
            found["micro"] = json.loads(output_of(BUILT / "BenchmarkTool", "micro", 1))
        scaled = "" if scale == 1 else f", scaled to {scale:g}"
        text = report(found, describe(system.versions), f"{count} interleaved rounds{scaled}, {time.strftime('%Y-%m-%d')}")
    step("done")
    print("\n" + plain(text))
    pictures = {}
    if runs := drained.get("chain: three workers"):
        pictures["performance-chain.svg"] = draw(runs[len(runs) // 2]["samples"], f"A backlog of {max(1000, int(20_000 * scale)):,} applications")
    write(text, pictures, next((part for part in OTHERS if part in only), "bench"))
    sys.exit(1 if failed else 0)


def write(text, pictures, mark):
    """Writes into .local/bench, and with WRITE=1 into docs/performance.md, between its marks."""
    for name, content in {"table.md": text, **pictures}.items():
        (CHECKOUT / ".local/bench" / name).write_text(content)
    if os.environ.get("WRITE"):
        docs = CHECKOUT / "docs"
        page = docs / "performance.md"
        begin, end = f"<!-- {mark} -->\n", f"\n<!-- end of {mark} -->"
        before, after = page.read_text().split(begin)[0], page.read_text().split(end)[1]
        page.write_text(before + begin + text.strip() + end + after)
        for name, content in pictures.items():
            (docs / name).write_text(content)


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        sys.exit(130)
