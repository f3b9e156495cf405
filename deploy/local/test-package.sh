#!/usr/bin/env bash
# Builds a little package that depends on a tag of this checkout, as a portal would depend on a release.
#
#   deploy/local/test-package.sh
#
# It shows that a tag can be depended on: the package manager refuses one whose targets have unsafe flags.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$checkout"
needs_swift

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
git clone --quiet "$checkout" "$dir/qabyldau"
git -C "$dir/qabyldau" tag 0.0.1

mkdir -p "$dir/portal/Sources/Portal"
cat >"$dir/portal/Package.swift" <<EOF
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "portal", platforms: [.macOS(.v15)],
  dependencies: [.package(url: "$dir/qabyldau", exact: "0.0.1")],
  targets: [
    .executableTarget(name: "Portal", dependencies: [.product(name: "QueueContracts", package: "qabyldau")])
  ])
EOF
cat >"$dir/portal/Sources/Portal/main.swift" <<'EOF'
import QueueContracts

print(ApplicationSubmitted.type)
EOF
swift build --package-path "$dir/portal"
[[ $("$dir/portal/.build/debug/Portal") == application.submitted.v1 ]] || fail "the package runs, but says something else."
note "A package that depends on a tag of this checkout builds and runs."
