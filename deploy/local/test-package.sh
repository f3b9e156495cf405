#!/usr/bin/env bash
# Builds two small packages that depend on a tag of this checkout, as other projects would depend on a release.
#
#   [ONLY=reader] test-package.sh
#
# ONLY=reader leaves out the second one, which builds everything that a worker needs. In CI, the Examples do that.
#
# It shows that packages can depend on a tag (the package manager refuses one whose targets have unsafe flags), and that
# a package which needs only the contracts fetches and builds neither SQLite nor HTTP clients.
set -euo pipefail
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"
cd "$checkout"
needs_swift

dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
git clone --quiet "$checkout" "$dir/qabyldau"
git -C "$dir/qabyldau" tag 0.0.1

# package NAME TRAITS PRODUCT...: makes a package of one program that depends on these products; its main.swift is read
# from standard input.
package() {
  local name=$1 traits=$2 products=""
  local product
  for product in "${@:3}"; do products+=".product(name: \"$product\", package: \"qabyldau\"), "; done
  mkdir -p "$dir/$name/Sources/Program"
  cat >"$dir/$name/Package.swift" <<EOF
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "$name", platforms: [.macOS(.v15)],
  dependencies: [.package(url: "$dir/qabyldau", exact: "0.0.1"$traits)],
  targets: [.executableTarget(name: "Program", dependencies: [$products])])
EOF
  cat >"$dir/$name/Sources/Program/main.swift"
}

# says NAME TEXT: builds the package, runs its program, and checks that it prints exactly TEXT.
says() {
  swift build --package-path "$dir/$1"
  [[ $("$dir/$1/.build/debug/Program") == "$2" ]] || fail "the package \"$1\" runs, but says something else."
}

# modules NAME: prints the Swift modules that were built for the package. (A folder is also made for modules that were
# not built.)
modules() { (cd "$dir/$1/.build/debug/Modules" && printf '%s ' *.swiftmodule); }

step "A reader of messages: QueueContracts alone"
package reader ", traits: []" QueueContracts <<'EOF'
import QueueContracts

print(ApplicationSubmitted.type)
EOF
says reader application.submitted.v1
# The checkouts are the packages that were fetched; swift-crypto's own dependency is fetched, but not built.
fetched=$(cd "$dir/reader/.build/checkouts" && printf '%s ' *)
[[ $fetched == "qabyldau swift-asn1 swift-crypto " ]] || fail "more was fetched than QueueContracts needs: $fetched"
built=$(modules reader)
note "fetched: $fetched"
note "built: $built"
[[ ! $built =~ GRDB|HTTP|NIO|Admission|Worker ]] || fail "more was built than QueueContracts needs."

[[ ${ONLY:-} != reader ]] || exit 0

step "A portal and a worker: the publisher, the runtime, RabbitMQ, and the broker for tests"
package portal "" AdmissionPublisher QueueContracts RabbitBroker WorkerRuntime WorkerTesting <<'EOF'
import AdmissionPublisher
import Foundation
import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerTesting

let broker = MemoryBroker()
try await broker.apply(Topology.version1(retryLadderSeconds: [1]))
let publisher = PortalPublisher(broker)
let withdrawal = ApplicationWithdrawn(
  applicationId: ApplicationID(uuid: UUID()), applicantIin: "850101300005", withdrawnAt: .now)
try await publisher.publish(try PortalMessage(withdrawing: withdrawal))
print(await broker.messages(in: QueueName.intake).compactMap(\.type).joined())
_ = try RabbitBroker(urls: "amqp://portal@127.0.0.1", connectionName: "portal")
EOF
says portal application.withdrawn.v1
[[ ! $(modules portal) =~ GRDB|AsyncHTTPClient ]] || fail "a portal builds SQLite or an HTTP client."
note "Packages that depend on a tag of this checkout build and run."
