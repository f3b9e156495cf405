#!/usr/bin/env python3
"""Finds links, commands and tests in the documents that do not exist in the checkout.

Prints one line for each fault, and exits with 1 if there is one.
"""

import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^(```|~~~)")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
ANYTHING = re.compile(r"`([^`]+)`")
# A test suite, and the titles of tests that are quoted after it: `LaneTests` "A message…", "If a batch…"
SUITE = re.compile(r'`(\w+(?:Tests|Conformance))`((?:,?(?: and)? "[^"]+")*)')


def documents():
    """Returns the tracked documents and the new ones."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:  # an unpacked archive
        return [path for path in ROOT.rglob("*.md") if not any(part.startswith(".") for part in path.parts)]
    return [ROOT / name for name in listed.stdout.split() if (ROOT / name).exists()]


def lines(text):
    """Yields each line with its number, and whether it is code."""
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if FENCE.match(line.strip()):
            inside = not inside
        else:
            yield number, line, inside


def prose(text):
    return ((number, line) for number, line, is_code in lines(text) if not is_code)


def anchor(heading):
    """Returns the name of a heading as a target of links."""
    text = re.sub(r"[`*_]|\[([^\]]*)\]\([^)]*\)", r"\1", heading.lstrip("#").strip()).lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def anchors(path, known={}):
    if path not in known:
        known[path] = {anchor(line) for _, line in prose(path.read_text()) if line.startswith("#")}
    return known[path]


def dead_links(path):
    for number, line in prose(path.read_text()):
        for target in LINK.findall(ANYTHING.sub("", line)):
            if re.match(r"[a-z]+:", target) or target.startswith("<"):
                continue
            file, _, name = target.partition("#")
            there = (path.parent / file).resolve() if file else path
            if not there.exists():
                yield number, f"leads nowhere: {target}"
            elif name and there.suffix == ".md" and name not in anchors(there):
                yield number, f"leads to a heading that is not there: {target}"


def targets():
    """Returns the targets of the Makefile."""
    lines = (ROOT / "Makefile").read_text().splitlines()
    return {match[1] for match in (re.match(r"([a-z][a-z-]*):(?!=)", line) for line in lines) if match}


def commands():
    """Returns the commands of `admissionctl`, with their subcommands."""
    return set(re.findall(
        r'commandName: "([a-z-]+)"', "\n".join(path.read_text() for path in (ROOT / "Sources").rglob("*.swift"))))


def unknown_commands(path, made, known):
    for number, line, is_code in lines(path.read_text()):
        for code in [line] if is_code else ANYTHING.findall(line):
            for name in re.findall(r"(?:^|[;&|] *)make ([a-z][a-z-]*)", code):
                if name not in made:
                    yield number, f"there is no `make {name}`"
            for name in re.findall(r"(?:^|[/ ])admissionctl ([a-z][a-z-]+)", code):
                if name not in known:
                    yield number, f"there is no `admissionctl {name}`"


def tests():
    """Returns the source of all tests, and the names of the suites and of the targets that hold them."""
    folders = [ROOT / "Tests", ROOT / "Sources/WorkerTesting", ROOT / "Examples"]
    source = "\n".join(path.read_text() for folder in folders for path in folder.rglob("*.swift") if ".build" not in path.parts)
    targets = {path.name for path in folders[0].iterdir()}
    return source, targets | set(re.findall(r"\b(?:struct|class|enum|protocol) (\w+)", source))


def unknown_tests(path, source, suites):
    for number, line in prose(path.read_text()):
        for suite, quoted in SUITE.findall(line):
            if suite not in suites:
                yield number, f"there is no {suite}"
            for title in re.findall(r'"([^"]+)"', quoted):
                if f'"{title.rstrip("…")}' not in source:
                    yield number, f"there is no test “{title}”"


def wrong_heading(path):
    """Finds a decision whose heading does not begin with its number, or has a colon."""
    first = path.read_text().splitlines()[0]
    if not re.match(rf"# {path.name[:4]} [^:]+$", first):
        yield 1, f"is headed “{first}”, not “# {path.name[:4]} …”"


def main():
    made, known = targets(), commands() | {"help"}
    source, suites = tests()
    faults = 0
    for path in documents():
        found = list(dead_links(path))
        if path.name != "CHANGELOG.md":
            found += unknown_commands(path, made, known)
            found += unknown_tests(path, source, suites)
        if path.parent.name == "decisions":
            found += wrong_heading(path)
        for number, what in sorted(found):
            faults += 1
            print(f"{path.relative_to(ROOT)}:{number} {what}")
    return 1 if faults else 0


sys.exit(main())
