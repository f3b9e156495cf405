// swift-tools-version: 6.2
import PackageDescription

// Elsewhere it is .package(url: "https://…/qabyldau", exact: "…"): a tag of the release that you publish to.
let package = Package(
  name: "tests-swift", platforms: [.macOS(.v15)], dependencies: [.package(name: "qabyldau", path: "../..")],
  targets: [
    .testTarget(
      name: "PortalTests",
      dependencies: [
        .product(name: "AdmissionPublisher", package: "qabyldau"),
        .product(name: "QueueContracts", package: "qabyldau"),
        .product(name: "RabbitBroker", package: "qabyldau"), .product(name: "WorkerRuntime", package: "qabyldau"),
      ])
  ])
