import Admission
import Foundation
import PostgresClient
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

@testable import IntakeWorker

@Suite("Quotas", .serialized, .timeLimit(.minutes(5)))
struct QuotaTests {
  private static let start = Timestamp("2026-04-01T10:00:00+05:00")!
  private static let applicant = Families.iin(9, adult: true)

  /// One of many applications of one applicant.
  private static func application(_ number: Int) -> ApplicationSubmitted {
    Families.enrolment(number) { $0.applicant.iin = applicant }
  }

  private static func judged(_ number: Int, minute: Int, _ signature: SignatureFact = .genuine) -> JudgedSubmission {
    let identity = SignatureIdentity(key: "\(number)", signedAt: nil)
    let signed = Facts(signature: signature, signatureIdentity: signature == .invalid ? nil : identity)
    let application = application(number)
    let judgement = Judgement(
      application, facts: signed, reasons: signature == .invalid ? [Reason(.signatureInvalid)] : [],
      at: start.adding(seconds: Int64(minute) * 60))
    return JudgedSubmission(
      application: application, school: BIN(Families.school)!, signed: signed, judgement: judgement,
      registeredRelation: .unknown,
      dueBy: start)
  }

  private static func isOver(_ outcome: Outcome) -> Bool {
    if case .retry(Quota.applicant.reason, .attemptsSpent, _) = outcome { true } else { false }
  }

  @Test("An applicant's limit holds within any hour; further applications are received and wait")
  func applicantsHour() throws {
    let quota = ApplicantQuota(hourlyLimit: 2)
    var ledger = Ledger()
    func decide(_ number: Int, _ minute: Int, _ signature: SignatureFact = .genuine) -> Outcome {
      Self.judged(number, minute: minute, signature).decide(in: &ledger, within: quota)
    }
    #expect(!Self.isOver(decide(1, 0)) && !Self.isOver(decide(2, 10)))
    let late = Self.judged(3, minute: 59)
    let outcome = late.decide(in: &ledger, within: quota)
    #expect(Self.isOver(outcome) && outcome == Outcome.overQuota.with(outcome.outputsForTest))
    #expect(outcome.outputsForTest.count == 1)
    #expect(ledger.applications[late.record.id]?.state == .received)
    // The family is told once that its application waits.
    let outcomeLater = late.decide(in: &ledger, within: quota)
    #expect(outcomeLater == .overQuota)
    // Forms with the applicant's IIN and an invalid signature do not count towards the applicant's limit. They have a
    // limit of their own, of the same size.
    #expect((4...6).map { Self.isOver(decide($0, 59, .invalid)) } == [false, false, true])

    #expect(!ledger.changes.judgements.contains { $0.application == late.record.id }, "it is not judged yet")
    let again = JudgedSubmission(
      application: late.application, school: late.school, signed: late.signed,
      judgement: Judgement(
        late.application, facts: late.signed, reasons: [], at: Self.start.adding(seconds: 3600)),
      registeredRelation: .unknown, dueBy: late.dueBy)
    guard case .completed = again.decide(in: &ledger, within: quota) else {
      Issue.record("the hour is over")
      return
    }
    #expect(ledger.applications[late.record.id]?.state == .inProcessing)
    #expect(Self.isOver(decide(7, 61)) && !Self.isOver(decide(8, 70)))
    let unlimited = Self.judged(9, minute: 70).decide(in: &ledger)
    #expect(!Self.isOver(unlimited), "off unless it is configured")
  }

  @Test("A limit is remembered as spent only if the judgements that spent it were committed")
  func remembered() {
    let quota = ApplicantQuota(hourlyLimit: 2)
    func minute(_ number: Int) -> Timestamp { Self.start.adding(seconds: Int64(number) * 60) }
    let key = Self.judged(1, minute: 0).applicant
    var ledger = Ledger()
    for number in 1...3 { _ = Self.judged(number, minute: 0).decide(in: &ledger, within: quota) }
    #expect(!quota.isKnownToBeSpent(for: key, at: minute(1)))
    ledger = Ledger(turns: [key: [minute(0), minute(5), minute(10)]])
    let outcome = Self.judged(4, minute: 20).decide(in: &ledger, within: quota)
    #expect(Self.isOver(outcome))
    #expect(quota.isKnownToBeSpent(for: key, at: minute(64)))
    #expect(!quota.isKnownToBeSpent(for: key, at: minute(65)))
    #expect(!quota.isKnownToBeSpent(for: Self.judged(1, minute: 0, .invalid).applicant, at: minute(20)))
  }

  @Test("Two processes share one count of an applicant's applications; any over the limit wait until the hour is over")
  func applicantOverProcesses() async throws {
    let url = try await TestDatabase.migrated()
    let system = try await AdmissionSystem([
      "STORE_URL": url, "APPLICANT_HOURLY_LIMIT": "2", "RETRY_TOTAL_SECONDS": "600", "PREFETCH": "2",
    ])
    let store = try await system.store()
    let many = (1...6).map(Self.application)
    let others = (11...14).map { Families.enrolment($0) }
    func states() async throws -> [ApplicationRecord.State?] {
      var states: [ApplicationRecord.State?] = []
      for application in many { states.append(try await store.application(application.applicationId)?.state) }
      return states
    }
    func works(_ body: () async throws -> Void) async throws {
      let workers = try ["IntakeWorker", "IntakeWorker", "NotifyWorker"].map { try system.launch($0) }
      defer { for worker in workers { worker.kill() } }
      try await body()
    }
    try await system.publish((many + others).map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
    try await works {
      try await eventually(within: 90, "all applications are in the register\n\(system.logs)") {
        for other in others
        where try await store.application(other.applicationId)?.state != .inProcessing { return false }
        return try await !states().contains(nil)
      }
      #expect(try await states().count { $0 == .inProcessing } == 2, "\(system.logs)")
      try await eventually(within: 90, "each of the other applications waits again\n\(system.logs)") {
        for application in many where try await store.application(application.applicationId)?.state == .received {
          let events = try await store.deliveryEvents(of: application.applicationId)
          guard events.contains(where: { $0.times > 1 && $0.last.reason == Quota.applicant.reason }) else {
            return false
          }
        }
        return true
      }
      #expect(try await states().count { $0 == .received } == 4)
    }
    #expect(!system.logs.contains(Self.applicant))
    // The rows of the counted applications are made an hour older.
    let database = try PostgresConnection(#require(PostgresURL(url)))
    func pass() throws {
      try database.value("UPDATE inbox SET recorded_at = recorded_at - 3600000 WHERE worker LIKE 'turns %'")
    }
    for count in [4, 6] {
      try pass()
      try await works {
        try await eventually(within: 90, "\(count) are answered\n\(system.logs)") {
          try await states().count { $0 == .inProcessing } == count
        }
        guard count == 6 else { return }
        for application in many {
          try await eventually(within: 60, "each history is whole\n\(system.logs)") {
            let steps = try await store.entries(of: application.applicationId).map(\.step.rawValue)
            return steps == [10] || steps == [5, 10]
          }
        }
      }
    }
  }

  @Test("One sender's flood of bad messages waits and is reported, while other senders are served as before")
  func parked() async throws {
    let readiness = try Readiness()
    let system = try await AdmissionSystem([
      "PARKED_HOURLY_LIMIT": "3", "APPLICANT_HOURLY_LIMIT": "1", "RETRY_TOTAL_SECONDS": "600",
      "HEALTH_PORT": "\(readiness.port)",
    ])
    let garbage = (1...10).map { number in
      // The header claims that the message has waited often. A worker ignores the claim, because the sender made it.
      BrokerMessage(
        id: UUID().uuidString, type: ApplicationSubmitted.type, headers: [HeaderName.attempt: .integer(1_000_000)],
        body: Data("{\"x\":\(number)}".utf8))
    }
    let many = (1...2).map(Self.application)
    let misrouted = garbage[0]
    let queue = QueueName.parked(of: QueueName.intake)
    func parkedCount() async throws -> Int? { try await TestBroker.admin(system.amqpURL).counts(of: queue)?.messages }

    try await system.publish(garbage, routingKey: RoutingKey.applicationSubmitted)
    try await system.publish([misrouted], routingKey: RoutingKey.schoolDecided(.enrolment, bin: Families.school))
    try await system.publish(many.map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
    try await system.withWorkers(["IntakeWorker"]) {
      _ = try await system.take(1, from: QueueName.schools, within: 60)
      try await eventually(within: 60, "all of the flood has waited\n\(system.logs)") {
        guard let parked = await readiness.metric("qabyldau_quota_total", #"quota="parked""#),
          let applicant = await readiness.metric("qabyldau_quota_total", #"quota="applicant""#)
        else { return false }
        return parked >= 14 && applicant >= 2
      }
      #expect(try await parkedCount() == 4)
    }
    let log = system.log("IntakeWorker")
    #expect(log.contains("used up PARKED_HOURLY_LIMIT") && log.contains("sender=portal"), "\(log)")
    #expect(!log.contains("sender=school"))

    // No message is lost: when a bad message's waits are spent, it is parked. The parking reason names the message's
    // fault, not the quota.
    try await system.withIntake(["RETRY_TOTAL_SECONDS": "1", "APPLICANT_HOURLY_LIMIT": "0"]) {
      let copies = try await system.take(11, from: queue, within: 60)
      let own = copies.filter { $0.headers[HeaderName.parkedReason] == .text("message.undecodable") }
      #expect(own.count == 10 && Set(own.map(\.body)) == Set(garbage.map(\.body)))
      #expect(own.allSatisfy { $0.headers[HeaderName.parkedDetail] == .text("applicationId") }, "\(own)")
      #expect(copies.count { $0.headers[HeaderName.parkedReason] == .text("message.misrouted") } == 1)
      _ = try await system.take(1, from: QueueName.schools, within: 60)
    }
  }
}

extension Outcome {
  fileprivate var outputsForTest: [Output] {
    switch self {
    case .completed(let outputs), .retry(_, _, let outputs), .park(_, _, let outputs): outputs
    }
  }
}

extension AdmissionSystem {
  fileprivate func withIntake(_ settings: [String: String], _ work: () async throws -> Void) async throws {
    let worker = try launch("IntakeWorker", settings)
    defer { worker.kill() }
    try await work()
  }
}
