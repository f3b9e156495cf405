// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "portal-swift",
  platforms: [.macOS(.v15)],
  dependencies: [
    // In a portal's own repository: .package(url: "https://…/qabyldau", exact: "1.0.0").
    .package(name: "qabyldau", path: "../.."),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: [
    .executableTarget(
      name: "Portal",
      dependencies: [
        .product(name: "AdmissionPublisher", package: "qabyldau"),
        .product(name: "QueueContracts", package: "qabyldau"),
        .product(name: "Crypto", package: "swift-crypto"),
        .product(name: "Hummingbird", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
      ])
  ],
  swiftLanguageModes: [.v6]
)
