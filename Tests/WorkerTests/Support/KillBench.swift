import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore
import WorkerTesting

/// Stops a worker after one of its steps, kills it there, lets another process finish, and returns the outcome.
///
/// ``KillBoundary`` lists the steps. The worker has no hook for this test. The bench stops it from outside: it freezes
/// the worker's process, locks its store, or freezes its connections.
struct KillBench: Sendable {
  private let worker: String
  private let system: AdmissionSystem
  private let admin: RabbitAdmin
  private let store: any AdmissionStore
  /// The queue that gets a copy of everything that is published.
  private let tap: String
  private let portal: PortalServer
  private let portalPort: Int
  private let messages: [BrokerMessage]

  private init(_ worker: String, _ portal: PortalServer, at portalPort: Int) async throws {
    self.worker = worker
    self.portal = portal
    self.portalPort = portalPort
    system = try await AdmissionSystem()
    admin = try TestBroker.admin(system.amqpURL)
    store = try await system.store()
    messages = try await Self.messages(for: worker, in: system)
    tap = try await system.tap("#")
  }

  /// Kills the worker after each of its steps, each time with another message, and returns the outcomes.
  static func outcomes(of worker: String) async throws -> [KillBoundary: KillOutcome] {
    try await PortalServer.run { portal, base in
      let bench = try await KillBench(worker, portal, at: #require(URL(string: base)?.port))
      var outcomes: [KillBoundary: KillOutcome] = [:]
      let boundaries = KillBoundary.allCases.filter { $0.exists(for: worker) }
      for (boundary, message) in zip(boundaries, bench.messages) {
        outcomes[boundary] = try await bench.outcome(of: message, killedAt: boundary)
      }
      return outcomes
    }
  }

  private static func messages(for worker: String, in system: AdmissionSystem) async throws -> [BrokerMessage] {
    let numbers = 1...KillBoundary.allCases.count
    switch worker {
    case "IntakeWorker": return numbers.map { Families.enrolment($0).message() }
    case "TransferWorker":
      let applications = numbers.map { Families.transfer($0).message() }
      try await system.publish(applications, routingKey: RoutingKey.applicationSubmitted)
      return try await system.withWorkers(["IntakeWorker"]) {
        try await system.take(applications.count, from: QueueName.transfer)
      }
    default:
      return numbers.map { number in
        let application = Families.enrolment(number)
        return ProcessingUpdated(
          applicationId: application.applicationId, number: application.number,
          recipientIin: application.form.form.applicant.iin, service: .enrolment, language: .kk, status: .inProcessing,
          resolution: nil, step: .intake, occurredAt: application.submittedAt, dueBy: application.submittedAt,
          school: SchoolReference(bin: Families.school), childName: "Айша Ә."
        ).message()
      }
    }
  }

  private var queue: String {
    switch worker {
    case "IntakeWorker": QueueName.intake
    case "TransferWorker": QueueName.transfer
    default: QueueName.notify
    }
  }

  private var routingKey: String {
    switch worker {
    case "IntakeWorker": RoutingKey.applicationSubmitted
    case "TransferWorker": RoutingKey.transferRequested
    default: RoutingKey.processingUpdated
    }
  }

  /// The number of messages that the worker publishes for one input.
  ///
  /// IntakeWorker and TransferWorker publish an answer and a request to the school. NotifyWorker publishes nothing and
  /// puts one entry into the portal.
  private var outputs: Int { worker == "NotifyWorker" ? 0 : 2 }

  // MARK: One boundary

  private func outcome(of message: BrokerMessage, killedAt boundary: KillBoundary) async throws -> KillOutcome {
    let before = try await effects
    let putsBefore = portal.puts
    try await kill(with: message, at: boundary, effectsBefore: before)
    let ending = try await finish()
    // When the worker has settled its input, all its publications are confirmed.
    let wire = try await system.take(admin.counts(of: tap)?.messages ?? 0, from: tap).filter { $0.id != message.id }
    let counts =
      Dictionary(grouping: wire, by: \.id).values.map(\.count) + (outputs == 0 ? [portal.puts - putsBefore] : [])
    #expect(counts.count == max(outputs, 1), "\(worker), \(boundary): \(wire.map(\.type))")
    for copies in Dictionary(grouping: wire, by: \.id).values { #expect(Set(copies.map(\.body)).count == 1) }
    return KillOutcome(
      ending: ending, copies: (counts.min() ?? 0)...(counts.max() ?? 0), effects: try await effects - before,
      parked: try await admin.counts(of: QueueName.parked(of: queue))?.messages ?? -1)
  }

  /// The number of effects so far: arrival numbers given, or entries in the history.
  private var effects: Int {
    get async throws {
      guard worker == "NotifyWorker" else { return try await store.arrivals(year: 2026).map(\.last).reduce(0, +) }
      var entries = 0
      for message in messages {
        let application = try #require(message.applicationId)
        entries += try await store.entries(of: application).count
      }
      return entries
    }
  }

  private func kill(with message: BrokerMessage, at boundary: KillBoundary, effectsBefore: Int) async throws {
    let address = try BrokerURL.list(system.amqpURL)[0]
    let broker = try FaultyLink(to: address.port)
    let portal = try FaultyLink(to: portalPort)
    defer {
      broker.cut()
      portal.cut()
    }
    let readiness = try Readiness()
    let doomed = try system.launch(
      worker,
      [
        "AMQP_URL": system.amqpURL.replacing(address.endpoint, with: "127.0.0.1:\(broker.port)"),
        "PORTAL_URL": "http://127.0.0.1:\(portal.port)", "HEALTH_PORT": "\(readiness.port)",
      ])
    defer { doomed.kill() }
    try await eventually("\(worker) is ready\n\(system.logs)") { await readiness.isReady }

    var lock: StoreLock?
    switch boundary {
    case .delivered: doomed.freeze()
    case .judged: lock = await StoreLock(store)
    case .committed:
      try broker.freeze(.toServer, ofConnectionNamed: "publisher")
      portal.freeze(.toServer, of: 0)
    case .published: try broker.freeze(.fromServer, ofConnectionNamed: "publisher")
    case .forwarded, .confirmed: try broker.freeze(.toServer, ofConnectionNamed: queue)
    case .acknowledged: break
    }
    try await system.publish([message], routingKey: routingKey)
    try await eventually("\(worker) has come as far as \(boundary)\n\(system.logs)") {
      switch boundary {
      case .delivered: try await admin.counts(of: queue)?.messages == 0
      case .judged: await readiness.metric("qabyldau_stage_seconds_count", #"stage="judge""#) == 1
      case .committed: try await effects > effectsBefore
      case .published: try await admin.counts(of: tap)?.messages == 1 + outputs
      // The worker has acknowledged the delivery, but its frozen connection keeps the broker from learning of it.
      case .forwarded, .confirmed: await readiness.settled == 1
      case .acknowledged:
        if await readiness.settled == 1 { try await held == 0 } else { false }
      }
    }
    doomed.kill()
    try await eventually("\(worker) has ended") { !doomed.isRunning }
    try await lock?.release()
  }

  private var held: Int? { get async throws { try await TestBroker.held(by: queue, at: system.amqpURL) } }

  /// Lets another process do the rest, and returns the outcome that its metrics show; nil if the message did not come
  /// again.
  private func finish() async throws -> String? {
    guard try await held != 0 else { return nil }
    let readiness = try Readiness()
    let next = try system.launch(
      worker, ["PORTAL_URL": "http://127.0.0.1:\(portalPort)", "HEALTH_PORT": "\(readiness.port)"])
    defer { next.kill() }
    try await eventually("\(worker) settles what is left\n\(system.logs)") { await readiness.settled == 1 }
    let endings = await readiness.page("metrics").split(separator: "\n")
      .compactMap { $0.firstMatch(of: /^qabyldau_deliveries_total\{.*outcome="(\w+)"/)?.1 }
    next.terminate()
    try await eventually("\(worker) has ended") { !next.isRunning }
    return endings.joined(separator: ", ")
  }
}
