import Admission
import AdmissionBoard
import Foundation
import IntakeWorker
import Logging
import NotifyWorker
import Operations
import QueueContracts
import RabbitBroker
import Samples
import ServiceLifecycle
import TransferWorker
import UnixSignals
import WorkerRuntime
import WorkerStore

/// The whole system in one process: three workers on a broker of this machine, and a page for the made-up families.
struct Sandbox: Sendable {
  let folder: SandboxFolder
  let town: SandboxTown
  let clock: SandboxClock
  let values: [String: String]
  /// The ports of the workers' health servers, which the board asks.
  private let healthPorts: [Int]
  private let logger: Logger

  /// Checks the addresses, and writes the sandbox's files into the folder.
  ///
  /// - Parameters:
  ///   - folder: the sandbox's folder, which this process has locked.
  ///   - amqpURL: the address of a broker on this machine.
  ///   - start: the time at which the sandbox's clock begins.
  ///   - portalURL: the address to which the service history's entries are posted; nil if they are only stored.
  ///   - storeURL: the address of an empty PostgreSQL database; nil for an SQLite file in the folder.
  ///   - kept: the workers' settings that are passed on unchanged.
  ///   - logger: receives the log of the sandbox and its workers.
  /// - Throws: ``Failure`` if an address is not on this machine, or the system's error if the folder cannot be written.
  init(
    folder: SandboxFolder, amqpURL: String, start: Timestamp, portalURL: String? = nil, storeURL: String? = nil,
    kept: [String: String] = [:], logger: Logger
  ) throws {
    try Loopback.check(amqpURL: amqpURL)
    if let portalURL { try Loopback.check(portalURL: portalURL) }
    if let storeURL { try Loopback.check(storeURL: storeURL) }
    self.folder = folder
    self.logger = logger
    town = try SandboxTown(start: start)
    try SandboxClock.write(start, to: folder.clock)
    clock = SandboxClock(path: folder.clock, logger: logger)
    var values = kept
    values["AMQP_URL"] = amqpURL
    values["STORE_URL"] = storeURL ?? "sqlite://\(Self.urlPath(folder.store))"
    values["DOCUMENTS_URL"] = "file://\(Self.urlPath(folder.documents))"
    values["REGISTERS_URL"] = "file://\(Self.urlPath(folder.registers))"
    values["SCHOOLS_FILE"] = folder.schools
    values["SMS_ATTESTATION_KEYS"] = "\(folder.path)/sms-attestation-keys.pem"
    values["EDS_TRUST_ROOTS"] = "\(folder.path)/eds-trust-roots.pem"
    values["EDS_CRLS"] = "\(folder.path)/eds-crls.pem"
    values["PORTAL_URL"] = portalURL
    // With short waits, the workers notice a moved clock at once and stop soon after Ctrl-C.
    values["DEADLINE_CHECK_SECONDS"] = "1"
    values["DRAIN_SECONDS"] = "2"
    values["BOARD_FAMILY_DIR"] = folder.path
    values["BOARD_HOST"] = "127.0.0.1"
    values["BOARD_PORT"] = try kept["BOARD_PORT"] ?? "\(Loopback.freePorts(1)[0])"
    healthPorts = try Loopback.freePorts(WorkerName.allCases.count)
    values["BOARD_WORKERS"] = zip(WorkerName.allCases, healthPorts)
      .map { "\($0.rawValue)=http://127.0.0.1:\($1)" }.joined(separator: ",")
    self.values = values
    try folder.write(town)
    // The board's settings are left out, because a second board that read them would want the same port.
    try folder.write(values.filter { !$0.key.hasPrefix("BOARD_") })
  }

  /// Declares the queues and runs the workers, until `body` returns or one of the signals comes.
  ///
  /// - Parameters:
  ///   - signals: the signals that end the sandbox.
  ///   - body: the work that begins as soon as the workers can handle an application.
  /// - Throws: ``Failure`` or `SettingsError` if something cannot be started, or the error that `body` throws.
  func run(endedBy signals: [UnixSignal] = [], _ body: @escaping @Sendable () async throws -> Void) async throws {
    let settings = Settings(values)
    try await makeStore(settings)
    try await declareQueues(settings)
    let configuration = try WorkerConfiguration(settings)
    let now: @Sendable () -> Timestamp = { clock.now }
    let programs: [any WorkerProgram.Type] = [IntakeProgram.self, TransferProgram.self, NotifyProgram.self]
    var workers: [any MonitoredService] = []
    for program in programs { workers.append(try await program.service(settings, configuration, logger, now: now)) }
    let pages = try zip(workers, healthPorts).map { worker, port in
      HealthServer(
        try HealthAddress(host: "127.0.0.1", port: UInt16(port), named: "BOARD_WORKERS"), health: worker.health,
        metrics: PrometheusRegistry(), logger: logger)
    }
    // The board comes last, because it reads the store that the workers make.
    let board = try await BoardProgram.service(settings, configuration, logger, now: now)
    let host = SandboxHost { [workers] in
      while !workers.allSatisfy(\.health.isReady) { try await Task.sleep(for: .milliseconds(20)) }
      try await publishEarlier(settings)
      try await body()
    }
    try await WorkerProcess.group(pages + workers + [board, host], endedBy: signals, logger: logger).run()
  }

  /// Makes the tables in a PostgreSQL database; in an SQLite file, the workers make the tables.
  private func makeStore(_ settings: Settings) async throws {
    guard case .postgres = try Connections.storeURL(settings) else { return }
    _ = try await Connections.migrateStore(settings)
    let ever = Timestamp(milliseconds: 0)..<Timestamp(milliseconds: 1 << 42)
    let records = try await Connections.records(settings)
    let earlier = try await Connections.asking {
      try await records.applications(submitted: ever, after: nil, limit: 1)
    }
    guard earlier.isEmpty else {
      throw Failure.couldNotBeDone("The store of --store-url holds applications already; give a new database.")
    }
  }

  /// Declares the queues; waits up to a minute for a broker that is still starting.
  private func declareQueues(_ settings: Settings) async throws {
    let topology = try Topology.version1(settings, schools: SampleSchool.all.compactMap { BIN($0.bin) })
    let admin = try Connections.admin(settings)
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      do {
        return try await declare(topology, by: admin)
      } catch let error as BrokerError where error.code == .unreachable && ContinuousClock.now < deadline {
        try await Task.sleep(for: .milliseconds(100))
      } catch let error as BrokerError {
        throw Failure.couldNotBeDone(error.sentence)
      }
    }
  }

  private func declare(_ topology: Topology, by admin: RabbitAdmin) async throws {
    let consumers = try await admin.counts(of: QueueName.intake)?.consumers ?? 0
    guard consumers == 0 else {
      throw Failure.couldNotBeDone(
        "Workers run on the broker of AMQP_URL already. End them, or unset AMQP_URL for a private broker.")
    }
    _ = try await admin.apply(topology)
  }

  private func publishEarlier(_ settings: Settings) async throws {
    let publications = try town.earlier.map { message in
      try Addressing(
        type: ApplicationSubmitted.type, routingKey: nil, messageId: nil, isUnchecked: false, appId: "portal"
      ).publication(of: WireCodec.encode(message), path: "an application of the sandbox", at: clock.now)
    }
    try await Connections.withPublisher(settings) { try await Pipeline(publisher: $0).send(publications) }
  }

  private static func urlPath(_ path: String) -> String {
    path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) ?? path
  }
}

/// Runs a piece of work next to the workers.
private struct SandboxHost: ServiceLifecycle.Service {
  let work: @Sendable () async throws -> Void

  func run() async throws {
    do {
      try await cancelWhenGracefulShutdown { try await work() }
    } catch is CancellationError {}
  }
}
