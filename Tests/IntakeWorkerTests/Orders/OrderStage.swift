import Admission
import Foundation
import IntakeLookups
import Logging
import QueueContracts
import ReferenceFiles
import Synchronization
import TestSupport
import Testing
import WorkerRuntime
import WorkerTesting

@testable import IntakeWorker
@testable import TransferWorker

/// A message about one application, from any sender.
enum ApplicationMessage: String, Sendable, CaseIterable {
  case submission, withdrawal, enrolled, refused, overdue
  /// A repeated message under another message id.
  case submissionAgain, enrolledAgain, correctedAgain
  /// Corrections: a refusal instead of ``enrolled``, a place instead of ``corrected``, and a place instead of
  /// ``refused``.
  case corrected, correctedBack, placeAfterAll
  /// Messages of senders who may not send them.
  case strangersWithdrawal, otherSchoolsDecision
}

/// One application between IntakeWorker and TransferWorker, with broker and store in memory.
///
/// The test takes every step; no step happens by itself.
struct OrderStage {
  /// A day after every deadline.
  static let now = Timestamp("2026-05-01T09:00:00+05:00")!

  let application: ApplicationSubmitted
  let broker = MemoryBroker()
  let store = MemoryStore()
  private let registers: Registers
  private var settings = LaneSettings(retries: RetryLadder(stepSeconds: [1], totalSeconds: 50), now: { Self.now })

  /// Makes the queues on a broker in memory.
  ///
  /// - Parameters:
  ///   - application: the application that the messages are about.
  ///   - failedLookups: how many look-ups fail before the registers answer.
  /// - Throws: `BrokerError` if the queues cannot be made.
  init(_ application: ApplicationSubmitted, failedLookups: Int) async throws {
    self.application = application
    registers = Registers(failedLookups: failedLookups)
    try await broker.apply(.version1(retryLadderSeconds: [1]))
  }

  // MARK: Steps

  func publish(_ message: ApplicationMessage) async throws {
    try await broker.publisher().publish([publication(of: message)])
  }

  func intakeWorks() async throws {
    let (editions, now) = (RulesEditions.builtIn, Self.now)
    try await run(Intake(schools: EverySchool(), facts: registers, editions: editions, now: { now }))
  }

  func transferWorks() async throws {
    let now = Self.now
    try await run(Transfer(now: { now }))
  }

  /// Puts all messages that wait for TransferWorker into its queue twice, the last message first.
  ///
  /// This can happen if the broker loses a connection and a lane publishes again what was not confirmed.
  func shuffleTransfers() async throws {
    let waiting = try await take(from: QueueName.transfer)
    try await put(waiting.reversed() + waiting, into: QueueName.transfer)
  }

  /// Returns waiting messages to their queues, as the broker does when a wait is over.
  func waitingReturns() async throws {
    for queue in [QueueName.intake, QueueName.transfer] {
      try await put(take(from: QueueName.retry(of: queue, seconds: 1)), into: queue)
    }
  }

  /// Takes steps until nothing is left to do.
  ///
  /// - Returns: false if something is left after ten rounds.
  func finish() async throws -> Bool {
    for _ in 1...10 {
      try await intakeWorks()
      try await transferWorks()
      try await waitingReturns()
      let left = await broker.messages(in: QueueName.intake) + broker.messages(in: QueueName.transfer)
      if left.isEmpty { return true }
    }
    return false
  }

  private func run<W: Worker>(_ worker: W) async throws where W.Ledger == Ledger, W.Keys == Ledger.Keys {
    guard await !broker.messages(in: worker.queue).isEmpty else { return }
    let consumer = try await broker.consumer(queue: worker.queue, prefetch: 100)
    let outage = try await LaneRun.settleDeliveries(
      worker, store: store, consumer: consumer, publisher: try await broker.publisher(), settings: settings,
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    #expect(outage == nil)
    await consumer.close()
  }

  private func take(from queue: String) async throws -> [BrokerMessage] {
    guard await !broker.messages(in: queue).isEmpty else { return [] }
    let consumer = try await broker.consumer(queue: queue, prefetch: 100)
    let deliveries = try await consumer.nextBatch(limit: 100) ?? []
    try await consumer.acknowledge(deliveries.map(\.tag))
    await consumer.close()
    return deliveries.map(\.message)
  }

  private func put(_ messages: [BrokerMessage], into queue: String) async throws {
    try await broker.publisher().publish(
      messages.map { Publication(exchange: ExchangeName.aside, routingKey: queue, message: $0) })
  }
}

// MARK: - Messages

extension OrderStage {
  private var form: ApplicationForm { application.form.form }

  func id(of message: ApplicationMessage) -> MessageID {
    message == .overdue
      ? ApplicationOverdue(applicationId: application.applicationId).messageId
      : MessageID(uuid: UUID(version5: message.rawValue, namespace: application.applicationId.uuid))
  }

  private func publication(of message: ApplicationMessage) -> Publication {
    switch message {
    case .submission, .submissionAgain: publication(application, message, RoutingKey.applicationSubmitted)
    case .withdrawal: withdrawal(by: form.applicant.iin, message)
    case .strangersWithdrawal: withdrawal(by: Families.iin(9, adult: true), message)
    case .enrolled, .enrolledAgain: decision(.enrolled, of: Families.school, on: 4, message)
    case .refused: decision(.refused, of: Families.school, on: 5, message)
    case .otherSchoolsDecision: decision(.enrolled, of: Families.otherSchool, on: 6, message)
    case .corrected, .correctedAgain: decision(.refused, of: Families.school, on: 6, correcting: .enrolled, message)
    case .correctedBack: decision(.enrolled, of: Families.school, on: 7, correcting: .corrected, message)
    case .placeAfterAll: decision(.enrolled, of: Families.school, on: 8, correcting: .refused, message)
    case .overdue: ApplicationOverdue(applicationId: application.applicationId).publication(at: Self.now)
    }
  }

  private func withdrawal(by iin: String, _ message: ApplicationMessage) -> Publication {
    let body = ApplicationWithdrawn(
      applicationId: application.applicationId, applicantIin: iin, withdrawnAt: Self.april(3))
    return publication(body, message, RoutingKey.applicationWithdrawn)
  }

  private func decision(
    _ decision: SchoolDecision, of bin: String, on day: Int, correcting other: ApplicationMessage? = nil,
    _ message: ApplicationMessage
  ) -> Publication {
    let body = SchoolDecided(
      applicationId: application.applicationId, school: SchoolReference(bin: bin), decision: decision,
      decidedAt: Self.april(day), supersedes: other.map(id))
    return publication(body, message, RoutingKey.schoolDecided(form.service))
  }

  private static func april(_ day: Int) -> Timestamp { Timestamp("2026-04-0\(day)T10:00:00+05:00")! }

  private func publication(_ body: some Contract, _ message: ApplicationMessage, _ key: String) -> Publication {
    Publication(
      exchange: ExchangeName.admission, routingKey: key, message: body.message(id: id(of: message).description))
  }
}

// MARK: - Doubles

private struct EverySchool: SchoolDirectory {
  func knows(_ bin: BIN) async throws -> Bool { true }
}

/// Look-ups in which the applicant is the child's parent and every document is good.
private final class Registers: FactFinder {
  private let remainingFailures: Mutex<Int>

  init(failedLookups: Int) { remainingFailures = Mutex(failedLookups) }

  func signatureFacts(of application: ApplicationSubmitted) async throws -> Facts { Facts() }

  func facts(of application: ApplicationSubmitted, knowing signed: Facts) async throws -> Facts {
    let isAway = remainingFailures.withLock { left in
      defer { left = max(0, left - 1) }
      return left > 0
    }
    // An unavailable register does not make every application wait: a transfer goes on, and so does an application
    // with the document attached. So the whole look-up fails here.
    if isAway { throw MessageHeldUp("registers", detail: "away") }
    let form = application.form.form
    let record = CivilRecord(parents: [form.applicant.iin], birthDate: form.child.birthDate)
    return Facts(civilRegistration: .found(record), documents: form.documents.map { _ in .good })
  }
}
