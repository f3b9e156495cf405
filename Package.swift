// swift-tools-version: 6.2
import PackageDescription

/// A product that only the workers and their tools need.
///
/// A package that depends on `QueueContracts` alone, with `traits: []`, does not fetch the product's package.
func worker(_ product: String, of package: String) -> Target.Dependency {
  .product(name: product, package: package, condition: .when(traits: ["Workers"]))
}

let argumentParser = worker("ArgumentParser", of: "swift-argument-parser")
let configuration = worker("Configuration", of: "swift-configuration")
let certificates = [
  worker("X509", of: "swift-certificates"), worker("SwiftASN1", of: "swift-asn1"),
]
let crypto: Target.Dependency = .product(name: "Crypto", package: "swift-crypto")
let rsa: Target.Dependency = .product(name: "CryptoExtras", package: "swift-crypto")
let lifecycle = worker("ServiceLifecycle", of: "swift-service-lifecycle")
let lifecycleTests = worker("ServiceLifecycleTestKit", of: "swift-service-lifecycle")
let signals = worker("UnixSignals", of: "swift-service-lifecycle")
let metrics = worker("Metrics", of: "swift-metrics")
let coreMetrics = worker("CoreMetrics", of: "swift-metrics")
let logging = worker("Logging", of: "swift-log")
let nioCore = worker("NIOCore", of: "swift-nio")
let nioHTTP1 = worker("NIOHTTP1", of: "swift-nio")
let nioHTTPTypes = worker("NIOHTTPTypes", of: "swift-nio-extras")
let nioPosix = worker("NIOPosix", of: "swift-nio")
let nioSSL = worker("NIOSSL", of: "swift-nio-ssl")
let httpClient = worker("AsyncHTTPClient", of: "async-http-client")
let httpTypes = worker("HTTPTypes", of: "swift-http-types")
/// The core of hummingbird's server.
///
/// A worker's health server needs neither hummingbird's routing nor its middleware.
let httpServer = worker("HummingbirdCore", of: "hummingbird")
let httpServerTLS = worker("HummingbirdTLS", of: "hummingbird")
let webServer = worker("Hummingbird", of: "hummingbird")
let mustache = worker("Mustache", of: "swift-mustache")
let csv = worker("SwiftCSV", of: "SwiftCSV")
let filePaths = worker("SystemPackage", of: "swift-system")
let sqlite = worker("GRDB", of: "GRDB.swift")
let sqliteC = worker("GRDBSQLite", of: "GRDB.swift")

/// The targets and products on which the three workers and the operators' programs depend.
let workerParts: [Target.Dependency] = [
  "QueueContracts", "Admission", "WorkerRuntime", "RabbitBroker", "WorkerStore", logging,
]

/// The board's templates, and the files that browsers load from the board.
let boardResources: [Resource] =
  [
    "Look/board.css", "Look/board.js", "Look/csrf.mustache", "Look/error.mustache", "Look/layout.mustache",
    "Look/moment.mustache", "Look/reason.mustache", "Family/Look/family.css", "Family/Look/family.js",
    "Family/Pages/family-document.mustache", "Family/Pages/family-error.mustache",
    "Family/Pages/family-field.mustache", "Family/Pages/family-form.mustache", "Family/Pages/family-history.mustache",
    "Family/Pages/family-layout.mustache", "Family/Pages/family-services.mustache",
    "Family/Pages/family-sign.mustache", "Family/Pages/family-start.mustache", "Family/Pages/family-stories.mustache",
    "Family/Pages/family-summary.mustache", "Family/Pages/family-trouble.mustache",
    "Family/Pages/family-withdraw.mustache", "Family/Words/family-texts.json", "Pages/Actions/actions.mustache",
    "Pages/Charts/charts.mustache", "Pages/Now/now-figures.mustache", "Pages/Now/now-flow.mustache",
    "Pages/Now/now-health.mustache", "Pages/Now/now-problems.mustache", "Pages/Now/now.mustache",
    "Pages/Application/application.mustache", "Pages/Application/timeline.mustache", "Pages/Books/books.mustache",
    "Pages/Overdue/overdue.mustache", "Pages/Parked/parked.mustache", "Pages/Parked/parked-group.mustache",
    "Pages/Parked/parked-message.mustache", "Pages/Parked/parked-rehearsal.mustache",
    "Pages/Parked/parked-receipt.mustache", "Pages/Parked/parked-receipt-body.mustache", "Pages/Rules/rules.mustache",
    "Pages/Schools/schools.mustache", "Pages/Sandbox/sandbox.mustache", "Pages/Search/search.mustache",
    "Pages/Workers/workers.mustache", "Pages/SignIn/sign-in.mustache",
  ].map { .embedInCode($0) }

/// The commit that is built, given by `make release`.
let revision = Context.environment["QABYLDAU_REVISION"] ?? "unknown"
/// The day of the last commit that changed `contracts/v1`, given by `make release`.
let contractDay = Context.environment["QABYLDAU_CONTRACT_DAY"] ?? ""

/// For targets that use C memory: each such use must be marked `unsafe`.
let overC: [SwiftSetting] = [.strictMemorySafety()]

/// The tests of a target; they depend on the target and on the `others`.
func tests(of target: String, with others: [Target.Dependency] = []) -> Target {
  .testTarget(name: "\(target)Tests", dependencies: [.byName(name: target)] + others)
}

/// The C libraries, and small C sources for things that Swift cannot do.
let cTargets: [Target] = [
  .systemLibrary(name: "CRabbitMQ", pkgConfig: "librabbitmq", providers: [.apt(["librabbitmq-dev"])]),
  .systemLibrary(name: "CPostgreSQL", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
  .target(name: "CFiles"),
  .target(name: "CFrozenContract", cSettings: [.define("QABYLDAU_CONTRACT_DAY", to: "\"\(contractDay)\"")]),
  .target(name: "CBuild", cSettings: [.define("QABYLDAU_REVISION", to: "\"\(revision)\"")]),
]

/// The contract and the domain, as values.
let domain: [Target] = [
  .target(name: "QueueContracts", dependencies: [crypto]),
  // The wire forms of the contract, as other systems write them.
  .target(name: "GoldenMessages"),
  .target(
    name: "ContractDocuments",
    dependencies: ["QueueContracts", "Admission", "GoldenMessages", "IntakeLookups", "WorkerRuntime"]),
  .target(
    name: "Admission", dependencies: ["QueueContracts"],
    resources: [.embedInCode("Editions/editions.json"), .embedInCode("Editions/editions-2024.json")]),
  .target(
    name: "CitizenTexts", dependencies: ["QueueContracts", "Admission"], resources: [.embedInCode("texts.json")]),
  .target(name: "Signatures", dependencies: ["QueueContracts", crypto] + certificates),
  // Made-up families, documents, registers and signers, for the sandbox and tests.
  .target(name: "Samples", dependencies: ["QueueContracts", crypto] + certificates),
]

/// The lane of a worker, its ports, and the broker and stores behind them.
let runtime: [Target] = [
  // Settings, time-outs, semaphores, back-off, files that are read again, log keys. Knows neither messages nor lanes.
  .target(name: "WorkerBase", dependencies: [configuration, filePaths, logging]),
  .target(
    name: "WorkerRuntime",
    dependencies: [
      "CBuild", "QueueContracts", "WorkerBase", coreMetrics, crypto, httpServer, httpTypes, lifecycle, logging, metrics,
      nioCore, nioHTTPTypes, nioPosix, signals,
    ], resources: [.embedInCode("Service/sbom.cdx.json")]),
  .target(
    name: "RabbitBroker", dependencies: ["CRabbitMQ", "QueueContracts", "WorkerBase", "WorkerRuntime", logging],
    swiftSettings: overC),
  .target(name: "PostgresClient", dependencies: ["CPostgreSQL"], swiftSettings: overC),
  .target(
    name: "WorkerStore",
    dependencies: ["QueueContracts", "Admission", "WorkerBase", "WorkerRuntime", "PostgresClient", sqlite, sqliteC],
    swiftSettings: overC),
  .target(
    name: "AdmissionPublisher", dependencies: ["QueueContracts", "WorkerBase", "WorkerRuntime", "RabbitBroker", crypto]),
  .target(
    name: "WorkerTesting", dependencies: ["QueueContracts", "Admission", "WorkerBase", "WorkerRuntime", logging]),
]

/// The three workers, and the targets that look things up and call other services for them.
let workers: [Target] = [
  .target(name: "HTTPCalls", dependencies: ["WorkerBase", httpClient, logging, nioCore, nioHTTP1, nioSSL]),
  .target(name: "ReferenceFiles", dependencies: ["QueueContracts", "Admission", "WorkerBase", csv, logging]),
  .target(
    name: "IntakeLookups",
    dependencies: [
      "CFiles", "QueueContracts", "Admission", "HTTPCalls", "Signatures", "WorkerBase", "WorkerRuntime", coreMetrics,
      crypto, logging, metrics,
    ]),
  // Each worker is a library and a small program, because the sandbox runs all three and cannot import a program.
  .target(
    name: "IntakeWorker",
    dependencies: workerParts + ["IntakeLookups", "ReferenceFiles", "WorkerBase", coreMetrics, lifecycle, metrics],
    exclude: ["Main"]),
  .executableTarget(
    name: "IntakeMain", dependencies: ["IntakeWorker", "WorkerRuntime"], path: "Sources/IntakeWorker/Main"),
  .target(name: "TransferWorker", dependencies: workerParts + ["WorkerBase"], exclude: ["Main"]),
  .executableTarget(
    name: "TransferMain", dependencies: ["TransferWorker", "WorkerRuntime"], path: "Sources/TransferWorker/Main"),
  .target(
    name: "NotifyWorker", dependencies: workerParts + ["CitizenTexts", "HTTPCalls", "ReferenceFiles", "WorkerBase"],
    exclude: ["Main"]),
  .executableTarget(
    name: "NotifyMain", dependencies: ["NotifyWorker", "WorkerRuntime"], path: "Sources/NotifyWorker/Main"),
]

/// The operators' programs: the command and the board.
let operators: [Target] = [
  // What an operator does and sees, without a terminal or a browser. The command and the board only present it.
  .target(
    name: "Operations", dependencies: workerParts + ["CitizenTexts", "HTTPCalls", "IntakeLookups", "ReferenceFiles"]),
  // New passwords for the board's users, and the hashes of passwords; for the board and admissionctl.
  .target(name: "BoardAccounts", dependencies: [crypto, rsa]),
  .target(
    name: "AdmissionBoard",
    dependencies: workerParts + [
      "AdmissionPublisher", "BoardAccounts", "CitizenTexts", "HTTPCalls", "IntakeLookups", "Operations",
      "ReferenceFiles", crypto, httpServer, httpServerTLS, httpTypes, lifecycle, mustache, nioCore, nioSSL, webServer,
    ], resources: boardResources),
  .executableTarget(name: "BoardMain", dependencies: ["AdmissionBoard", "WorkerRuntime"]),
  .executableTarget(
    name: "OperatorCLI",
    dependencies: workerParts + [
      "AdmissionBoard", "BoardAccounts", "CFrozenContract", "CitizenTexts", "ContractDocuments", "IntakeLookups",
      "IntakeWorker", "NotifyWorker", "Operations", "ReferenceFiles", "Samples", "Signatures", "TransferWorker",
      argumentParser, crypto, lifecycle, signals,
    ]),
]

/// The programs that `make bench` runs beside the workers.
let benchmarks: [Target] = [
  .executableTarget(
    name: "BenchmarkTool",
    dependencies: [
      "QueueContracts", "Admission", "CitizenTexts", "IntakeLookups", "RabbitBroker", "Samples", "WorkerBase",
      "WorkerRuntime", crypto,
    ], path: "Benchmarks/Tool"),
  .executableTarget(
    name: "PostgresBenchmark",
    dependencies: ["QueueContracts", "Admission", "PostgresClient", "WorkerRuntime", "WorkerStore"],
    path: "Benchmarks/postgres/driver"),
  .executableTarget(
    name: "StoreBenchmark", dependencies: ["QueueContracts", "Admission", "WorkerRuntime", "WorkerStore", sqlite],
    path: "Benchmarks/store"),
]

/// The tests, and the targets that several of them share.
let suites: [Target] = [
  // The checkout, temporary folders, and programs that a test runs. Needs no other target.
  .target(name: "TestTools", path: "Tests/Tools"),
  // The private RabbitMQ and PostgreSQL of `make test`, and further servers beside them.
  .target(name: "TestServers", dependencies: ["PostgresClient", "TestTools"], path: "Tests/Servers"),
  // Changes a contract's JSON, for tests that compare contracts.
  .target(name: "ContractEditing", dependencies: ["ContractDocuments"], path: "Tests/ContractEditing"),
  // Families, their files and signatures, an HTTP server, a portal, processes of workers and of admissionctl.
  .target(
    name: "TestSupport",
    dependencies: [
      "QueueContracts", "Admission", "IntakeLookups", "Samples", "TestTools", "WorkerRuntime",
      crypto, httpServer, httpServerTLS, httpTypes, logging, nioCore, nioPosix, nioSSL,
    ], path: "Tests/Support"),
  // A worker that dies of a message, for WorkerTests to run.
  .executableTarget(
    name: "AbortingWorker",
    dependencies: ["QueueContracts", "Admission", "WorkerRuntime", "RabbitBroker", "WorkerStore"],
    path: "Tests/Programs/AbortingWorker"),
  tests(of: "QueueContracts", with: ["GoldenMessages"]),
  tests(of: "ContractDocuments", with: ["QueueContracts", "ContractEditing", "GoldenMessages", "TestTools"]),
  tests(of: "Admission", with: ["QueueContracts"]),
  tests(of: "CitizenTexts", with: ["QueueContracts", "Admission"]),
  tests(of: "Signatures", with: ["QueueContracts", "Samples", "TestTools", crypto, rsa] + certificates),
  tests(of: "Samples", with: ["QueueContracts", "Signatures", crypto]),
  tests(of: "WorkerBase"),
  tests(
    of: "WorkerRuntime",
    with: [
      "QueueContracts", "Admission", "WorkerTesting", coreMetrics, lifecycle, lifecycleTests, logging,
    ]),
  tests(of: "WorkerTesting", with: ["QueueContracts", "WorkerRuntime"]),
  .testTarget(
    name: "BrokerTests",
    dependencies: ["QueueContracts", "RabbitBroker", "TestServers", "WorkerRuntime", "WorkerTesting"]),
  .testTarget(
    name: "StoreTests",
    dependencies: [
      "QueueContracts", "Admission", "PostgresClient", "TestServers", "TestTools", "WorkerBase", "WorkerRuntime",
      "WorkerStore", "WorkerTesting", sqlite,
    ]),
  tests(of: "AdmissionPublisher", with: ["QueueContracts", "Signatures", "WorkerRuntime", "WorkerTesting", crypto]),
  tests(of: "HTTPCalls", with: ["TestServers", "TestSupport", "TestTools", "WorkerBase", nioSSL]),
  tests(of: "ReferenceFiles", with: ["QueueContracts", "Admission", "TestSupport", "TestTools", "WorkerBase"]),
  tests(
    of: "IntakeLookups",
    with: [
      "QueueContracts", "Admission", "HTTPCalls", "Samples", "TestSupport", "TestTools", "WorkerBase", "WorkerRuntime",
      crypto, httpTypes, logging,
    ]),
  tests(
    of: "IntakeWorker",
    with: [
      "QueueContracts", "Admission", "IntakeLookups", "Samples", "ReferenceFiles", "TestSupport", "TestTools",
      "TransferWorker", "WorkerBase", "WorkerRuntime", "WorkerTesting", httpTypes, logging,
    ]),
  tests(of: "TransferWorker", with: ["QueueContracts", "Admission", "TestSupport", "WorkerRuntime"]),
  tests(
    of: "NotifyWorker",
    with: [
      "QueueContracts", "Admission", "CitizenTexts", "HTTPCalls", "IntakeLookups", "ReferenceFiles", "TestSupport",
      "TestTools", "WorkerBase", "WorkerRuntime", "WorkerTesting", httpTypes,
    ]),
  tests(of: "Operations", with: ["QueueContracts", "Admission", "TestSupport", "WorkerRuntime", "WorkerTesting"]),
  tests(
    of: "OperatorCLI",
    with: [
      "QueueContracts", "Admission", "CitizenTexts", "ContractDocuments", "ContractEditing", "Operations", "Samples",
      "TestSupport", "TestTools", "WorkerRuntime", "WorkerStore", argumentParser, crypto, logging,
    ]),
  tests(
    of: "AdmissionBoard",
    with: [
      "Admission", "AdmissionPublisher", "BoardAccounts", "CitizenTexts", "IntakeLookups", "Operations",
      "QueueContracts", "RabbitBroker", "Samples", "TestServers", "TestSupport", "TestTools", "WorkerRuntime",
      "WorkerStore", "WorkerTesting", httpClient, httpTypes, logging, nioCore, nioHTTP1,
    ]),
  // The simulated world is optimised, so that thousands of seeds can run. The lanes in it are built as usual.
  .testTarget(
    name: "SimulationTests", dependencies: ["QueueContracts", "Admission", "IntakeWorker", "WorkerRuntime", logging],
    swiftSettings: [.unsafeFlags(["-O"])]),
  .testTarget(
    name: "WorkerTests",
    dependencies: [
      "QueueContracts", "Admission", "WorkerRuntime", "RabbitBroker", "WorkerStore", "PostgresClient",
      "AdmissionPublisher", "WorkerTesting", "TestServers", "TestSupport", "TestTools", "HTTPCalls", "IntakeLookups",
      "ReferenceFiles", "IntakeWorker", "TransferWorker", "NotifyWorker", "AbortingWorker", "OperatorCLI", "Operations",
      "Samples", crypto, lifecycle, logging, nioCore,
    ]),
]

let package = Package(
  name: "qabyldau",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "QueueContracts", targets: ["QueueContracts"]),
    .library(name: "AdmissionPublisher", targets: ["AdmissionPublisher"]),
    .library(name: "WorkerBase", targets: ["WorkerBase"]),
    .library(name: "WorkerRuntime", targets: ["WorkerRuntime"]),
    .library(name: "RabbitBroker", targets: ["RabbitBroker"]),
    .library(name: "WorkerStore", targets: ["WorkerStore"]),
    .library(name: "WorkerTesting", targets: ["WorkerTesting"]),
    .executable(name: "IntakeWorker", targets: ["IntakeMain"]),
    .executable(name: "TransferWorker", targets: ["TransferMain"]),
    .executable(name: "NotifyWorker", targets: ["NotifyMain"]),
    .executable(name: "AdmissionBoard", targets: ["BoardMain"]),
    .executable(name: "admissionctl", targets: ["OperatorCLI"]),
  ],
  traits: [
    .default(enabledTraits: ["Workers"]),
    .trait(
      name: "Workers", description: "Everything but QueueContracts; a dependant of that alone says `traits: []`."),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/apple/swift-asn1", exact: "1.7.4"),
    .package(url: "https://github.com/apple/swift-certificates", exact: "1.21.1"),
    .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: []),
    .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics", exact: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/swiftcsv/SwiftCSV", exact: "0.10.0"),
    .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
  ],
  targets: cTargets + domain + runtime + workers + operators + benchmarks + suites,
  swiftLanguageModes: [.v6]
)

/// The settings of all Swift targets of this package: explicit imports, warnings as errors.
let strict: [SwiftSetting] = [
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]
for target in domain + runtime + workers + operators + benchmarks + suites {
  target.swiftSettings = strict + (target.swiftSettings ?? [])
}

// SwiftPM links all tests of a package into one program, so the tests of one target have to wait until all others are
// built. With `QABYLDAU_TESTS=AdmissionTests`, the package has only the tests of that target (`make unit`).
if let wanted = Context.environment["QABYLDAU_TESTS"] {
  package.targets.removeAll { $0.type == .test && !wanted.split(separator: " ").map(String.init).contains($0.name) }
}
