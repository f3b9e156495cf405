import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

/// The workers as an operator runs them: built executables, a real broker, a store and files.
///
/// Each system has a virtual host and a folder of its own, so tests do not disturb each other.
final class AdmissionSystem: Sendable {
  let folder: URL
  let amqpURL: String
  let broker: RabbitBroker
  let environment: [String: String]

  /// Makes a virtual host, the topology, the folder and the files; no worker runs yet.
  convenience init(_ settings: [String: String] = [:]) async throws {
    let name = Self.freshName()
    try await self.init(name: name, amqpURL: try await TestBroker.makeVirtualHost(name), settings)
  }

  /// Makes the folder and the files, and the topology on a broker or virtual host that no other system uses.
  init(name: String = AdmissionSystem.freshName(), amqpURL: String, _ settings: [String: String] = [:]) async throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "qabyldau-\(name)")
    try FileManager.default.createDirectory(at: folder.appending(path: "documents"), withIntermediateDirectories: true)
    self.amqpURL = amqpURL
    broker = try RabbitBroker(urls: amqpURL, connectionName: "test")

    try TestFiles.schools.write(to: folder.appending(path: "schools.csv"), atomically: true, encoding: .utf8)
    try TestFiles.registers.write(to: folder.appending(path: "registers.json"), atomically: true, encoding: .utf8)
    for file in TestSigning.files {
      try file.text.write(to: folder.appending(path: file.name), atomically: true, encoding: .utf8)
    }
    for file in TestFiles.documents {
      try file.content.write(to: folder.appending(path: "documents/\(file.reference)"))
    }
    environment = [
      "AMQP_URL": amqpURL,
      "STORE_URL": "sqlite://\(folder.path)/store.sqlite",
      "DOCUMENTS_URL": "file://\(folder.path)/documents",
      "REGISTERS_URL": "file://\(folder.path)/registers.json",
      "SCHOOLS_FILE": "\(folder.path)/schools.csv",
      "SMS_ATTESTATION_KEYS": "\(folder.path)/sms-attestation-keys.pem",
      "EDS_TRUST_ROOTS": "\(folder.path)/eds-trust-roots.pem",
      "EDS_CRLS": "\(folder.path)/eds-crls.pem",
      "RETRY_LADDER_SECONDS": "1",
      "RETRY_TOTAL_SECONDS": "3",
      "DRAIN_SECONDS": "10",
      // The families applied on a day that is past, so a look at the deadlines would find every answer late.
      "DEADLINE_CHECK_SECONDS": "3600",
      "PATH": ProcessInfo.processInfo.environment["PATH"] ?? "",
    ].merging(settings) { $1 }
    let topology = Topology.version1(retryLadderSeconds: [1])
    try await TestBroker.admin(amqpURL).apply(topology)
  }

  static func freshName() -> String { "test-" + UUID().uuidString.lowercased().prefix(8) }

  /// Starts a worker process; its log goes to `<folder>/<worker>.log`, or to `<folder>/<log>.log`.
  ///
  /// - Parameters:
  ///   - worker: the program's name.
  ///   - settings: further settings; they replace the system's settings of the same names.
  ///   - log: the log's name; nil for the worker's.
  ///   - prefix: a program with its arguments that runs the worker, for example in a namespace.
  ///   - binaries: the folder of the programs.
  /// - Returns: the process.
  /// - Throws: the operating system's error if the program cannot be started.
  func launch(
    _ worker: String, _ settings: [String: String] = [:], log: String? = nil, prefix: [String] = [],
    binaries: URL = WorkerHandle.binaries
  ) throws -> WorkerHandle {
    try WorkerHandle(
      worker, environment: environment.merging(settings) { $1 }, log: file(ofLog: log ?? worker), prefix: prefix,
      binaries: binaries)
  }

  private func file(ofLog name: String) -> URL { folder.appending(path: "\(name).log") }

  /// The text of the log with this name; empty if there is none.
  func log(_ name: String) -> String { (try? String(contentsOf: file(ofLog: name), encoding: .utf8)) ?? "" }

  /// Publishes an application that is accepted, and waits until the register has it.
  func expectHandled(_ application: ApplicationSubmitted, sourceLocation: SourceLocation = #_sourceLocation)
    async throws
  {
    try await publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
    let store = try await store()
    try await eventually(within: 60, "the application is in the register\n\(logs)", sourceLocation: sourceLocation) {
      try await store.application(application.applicationId) != nil
    }
  }

  /// Runs `work` while the workers run, and ends them afterwards, even after an error.
  func withWorkers<Result>(
    _ names: [String] = WorkerName.programs, _ work: () async throws -> Result
  ) async throws -> Result {
    let workers = try names.map { try launch($0) }
    defer { for worker in workers { worker.kill() } }
    return try await work()
  }

  func store() async throws -> any AdmissionStore { try await StoreURL(environment["STORE_URL"] ?? "").open() }

  /// Publishes messages to the exchange `admission` as the portal does, and waits for the confirms.
  ///
  /// - Parameters:
  ///   - messages: the messages.
  ///   - routingKey: their routing key.
  ///   - other: a broker with another login; nil for the system's own.
  /// - Throws: `BrokerError` if a message is not confirmed.
  func publish(_ messages: [BrokerMessage], routingKey: String, by other: RabbitBroker? = nil) async throws {
    for message in messages { WireRecord.keep(type: message.type, message.body, isOurs: false) }
    let publisher = try await (other ?? broker).publisher()
    try await publisher.publish(
      messages.map { Publication(exchange: ExchangeName.admission, routingKey: routingKey, message: $0) })
    await publisher.close()
  }

  /// Takes `count` messages off a queue, or fails after `seconds`.
  ///
  /// - Parameters:
  ///   - count: the number of messages to wait for.
  ///   - queue: the queue's name.
  ///   - seconds: the longest wait.
  ///   - mayBeFewer: true if the test does not fail when fewer messages come.
  ///   - other: a broker with another login; nil for the system's own.
  /// - Returns: the messages in the order of the queue, fewer if the time is up.
  /// - Throws: `BrokerError` if the broker refuses. If too few messages come, that is recorded as an issue.
  func take(
    _ count: Int, from queue: String, within seconds: Double = 20, mayBeFewer: Bool = false,
    by other: RabbitBroker? = nil
  ) async throws -> [BrokerMessage] {
    let consumer = try await (other ?? broker).consumer(queue: queue, prefetch: 1000)
    let watch = Task {
      try await Task.sleep(for: .seconds(seconds))
      await consumer.close()
    }
    defer { watch.cancel() }
    var messages: [BrokerMessage] = []
    while messages.count < count {
      guard let batch = try? await consumer.nextBatch(limit: count - messages.count) else {
        guard !mayBeFewer else { break }
        Issue.record("only \(messages.count) of \(count) messages came to \(queue) within \(seconds) s\n\(logs)")
        break
      }
      messages += batch.map(\.message)
      for message in batch.map(\.message) {
        let isOurs = message.headers[HeaderName.parkedBy] == nil && WorkerName(rawValue: message.appId ?? "") != nil
        WireRecord.keep(type: message.type, message.body, isOurs: isOurs)
      }
      try await consumer.acknowledge(batch.map(\.tag))
    }
    await consumer.close()
    return messages
  }

  /// Binds a queue that keeps a copy of every message that the exchange gets with this routing key.
  func tap(_ key: String, of exchange: String = ExchangeName.admission) async throws -> String {
    let name = "tap." + UUID().uuidString
    try await TestBroker.admin(amqpURL).apply(
      Topology(
        exchanges: [], queues: [QueueDefinition(name: name, arguments: ["x-queue-type": .text("quorum")])],
        bindings: [BindingDefinition(exchange: exchange, queue: name, key: key)]))
    return name
  }

  /// The logs of all workers, for the message of a failed test.
  var logs: String {
    let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
    return files.filter { $0.pathExtension == "log" }
      .compactMap { file in (try? String(contentsOf: file, encoding: .utf8)).map { "\(file.lastPathComponent):\n\($0)" }
      }
      .joined(separator: "\n")
  }
}

/// Waits until the condition holds, and records an issue if it does not hold within `seconds`.
func eventually(
  within seconds: Double = 30, _ comment: String, sourceLocation: SourceLocation = #_sourceLocation,
  _ condition: () async throws -> Bool
) async throws {
  let deadline = ContinuousClock.now.advanced(by: .seconds(seconds))
  while try await !condition() {
    guard ContinuousClock.now < deadline else {
      Issue.record("not within \(seconds) s: \(comment)", sourceLocation: sourceLocation)
      return
    }
    try await Task.sleep(for: .milliseconds(50))
  }
}
