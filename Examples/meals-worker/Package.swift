// swift-tools-version: 6.2
import PackageDescription

// Outside of this repository, write .package(url: "https://…/qabyldau", exact: "…") instead of the path, with the tag
// of the Qabyldau release that runs on your broker.
let package = Package(
  name: "meals-worker", platforms: [.macOS(.v15)], dependencies: [.package(name: "qabyldau", path: "../..")],
  targets: [
    .executableTarget(
      name: "MealsWorker",
      dependencies: [
        .product(name: "QueueContracts", package: "qabyldau"), .product(name: "RabbitBroker", package: "qabyldau"),
        .product(name: "WorkerRuntime", package: "qabyldau"), .product(name: "WorkerStore", package: "qabyldau"),
      ]),
    .testTarget(
      name: "MealsWorkerTests",
      dependencies: [
        "MealsWorker", .product(name: "QueueContracts", package: "qabyldau"),
        .product(name: "RabbitBroker", package: "qabyldau"), .product(name: "WorkerRuntime", package: "qabyldau"),
        .product(name: "WorkerStore", package: "qabyldau"), .product(name: "WorkerTesting", package: "qabyldau"),
      ]),
  ])
