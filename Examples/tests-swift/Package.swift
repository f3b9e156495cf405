// swift-tools-version: 6.2
import PackageDescription

// In your own repository, depend on .package(url: "https://…/qabyldau", exact: "…") with the tag of the release that
// the workers run.
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
