#!/usr/bin/env python3
"""Writes the SBOM of Qabyldau as CycloneDX 1.6 (JSON), from the dependencies that the package manager resolved.

    swift package show-dependencies --format json | deploy/sbom.py > Sources/WorkerRuntime/Service/sbom.cdx.json

The output does not depend on the machine or the time, so everybody who builds the same sources gets the same bytes.
"""
import json
import sys

# Debian's libraries that the programs link; their versions are the installed ones.
SYSTEM = [
    ("librabbitmq4", "AMQP 0-9-1 client"),
    ("libpq5", "PostgreSQL client"),
    ("libsqlite3-0", "SQLite"),
    ("libcurl4", "linked by Foundation"),
]


def library(package):
    url = package["url"].removesuffix(".git")
    purl = f"pkg:swift/{url.removeprefix('https://')}@{package['version']}"
    return {
        "type": "library",
        "bom-ref": purl,
        "name": package["identity"],
        "version": package["version"],
        "purl": purl,
        "externalReferences": [{"type": "vcs", "url": url}],
    }


def walk(package, components, edges):
    """Records every package below this one, and the dependencies between them."""
    below = set()
    for dependency in package["dependencies"]:
        component = library(dependency)
        components[component["bom-ref"]] = component
        below.add(component["bom-ref"])
        walk(dependency, components, edges)
        edges.setdefault(component["bom-ref"], set()).update(library(d)["bom-ref"] for d in dependency["dependencies"])
    return below


def main():
    components, edges = {}, {}
    edges["qabyldau"] = walk(json.load(sys.stdin), components, edges)
    system = [
        {"type": "library", "bom-ref": f"pkg:deb/debian/{name}", "name": name, "description": words, "purl": f"pkg:deb/debian/{name}"}
        for name, words in SYSTEM
    ]
    edges["qabyldau"].update(component["bom-ref"] for component in system)
    json.dump(
        {
            "bomFormat": "CycloneDX",
            "specVersion": "1.6",
            "version": 1,
            "metadata": {"component": {"type": "application", "bom-ref": "qabyldau", "name": "qabyldau"}},
            "components": [components[ref] for ref in sorted(components)] + system,
            "dependencies": [{"ref": ref, "dependsOn": sorted(edges[ref])} for ref in sorted(edges)],
        },
        sys.stdout,
        indent=1,
    )
    print()


main()
