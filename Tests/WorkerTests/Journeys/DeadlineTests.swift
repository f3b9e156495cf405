import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

@testable import IntakeWorker

@Suite("A deadline that passes", .serialized, .timeLimit(.minutes(3)))
struct DeadlineTests {
  /// An application that was submitted years ago, so that its answer is overdue.
  static func late(_ number: Int, _ service: Service = .enrolment) -> ApplicationSubmitted {
    func older(_ form: inout ApplicationForm) { form.child.birthDate = CivilDate("2017-01-01")! }
    var application = service == .transfer ? Families.transfer(number, older) : Families.enrolment(number, older)
    application.submittedAt = Timestamp("2023-04-03T09:00:00+05:00")!
    application.signature = TestSigning.attestation(of: application.form, at: application.submittedAt)
    return application
  }

  @Test("A passed deadline is logged, and the family is told of it once, even if an intake process is killed")
  func told() async throws {
    // After two seconds, another process publishes the killed process's notices again.
    let system = try await AdmissionSystem(["DEADLINE_CHECK_SECONDS": "1", "DEADLINE_REPEAT_SECONDS": "2"])
    let store = try await system.store()
    let tap = try await system.tap(RoutingKey.processingUpdated)
    let applications = (1...20).map { Self.late($0) } + [Self.late(21, .transfer)]
    let refused = Families.enrolment(30) { $0.documents = [] }

    func latecomers() async throws -> Int {
      var count = 0
      for application in applications {
        count += try await store.entries(of: application.applicationId).count { $0.step == .passedDeadline }
      }
      return count
    }
    let doomed = try system.launch("IntakeWorker", log: "Doomed")
    defer { doomed.kill() }
    try await system.withWorkers(["IntakeWorker", "IntakeWorker", "TransferWorker", "NotifyWorker"]) {
      try await system.publish(
        (applications + [refused]).map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "some are told") { try await latecomers() > 0 }
      doomed.kill()
      try await eventually(within: 60, "all are told") { try await latecomers() == applications.count }
      // The deadlines are checked some more times, and nobody is told again.
      try await Task.sleep(for: .seconds(4))
      #expect(try await latecomers() == applications.count)
      #expect(try await store.entries(of: refused.applicationId).map(\.step) == [.intake])

      let entry = try #require(try await store.entries(of: applications[0].applicationId).last)
      #expect(entry.status == .inProcessing && entry.step == .passedDeadline)
      #expect(entry.reasons.map(\.code) == ["deadline.passed"])
      #expect(entry.dueBy == Timestamp("2023-04-04T18:00:00+05:00"))
      #expect(entry.text.ru.contains("18:00 4 апреля 2023 года"))

      // Messages that the killed process had in hand may have come twice, so the number of updates is not known.
      let updates = try await system.take(1000, from: tap, within: 5, mayBeFewer: true)
        .filter { $0.type == ProcessingUpdated.type }
        .filter { try WireCodec.decode(ProcessingUpdated.self, from: $0.body).step == .passedDeadline }
      #expect(Set(updates.compactMap(\.id)).count == applications.count)
      #expect(Set(updates.map(\.body)).count == applications.count)
    }
    let logs = system.logs
    for application in applications {
      #expect(logs.contains("application_id=\(application.applicationId)"), "an alert for \(application.number)")
    }
    #expect(!logs.contains(applications[0].form.form.applicant.iin))
  }

  @Test("A school's answer after the deadline counts")
  func answeredLate() async throws {
    let system = try await AdmissionSystem(["DEADLINE_CHECK_SECONDS": "1"])
    let store = try await system.store()
    let application = Self.late(1)
    try await system.withWorkers(["IntakeWorker", "NotifyWorker"]) {
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "it is told") {
        try await store.entries(of: application.applicationId).contains { $0.step == .passedDeadline }
      }
      let decision = SchoolDecided(
        applicationId: application.applicationId, school: SchoolReference(bin: Families.school), decision: .enrolled,
        decidedAt: .now)
      try await system.publish([decision.message()], routingKey: RoutingKey.schoolDecided(.enrolment))
      try await eventually(within: 60, "it has ended") {
        try await store.entries(of: application.applicationId).map { "\($0.step.rawValue) \($0.status)" }
          == ["10 inProcessing", "15 inProcessing", "30 completed"]
      }
    }
  }

  // MARK: Decisions

  private func decide(_ state: ApplicationRecord.State, dueBy: Timestamp, at now: Timestamp) -> (Outcome, Ledger) {
    let submittedAt = Timestamp("2026-04-01T09:00:00+05:00")!
    let record = ApplicationRecord(
      id: ApplicationID(uuid: UUID()), number: ApplicationNumber("1")!, service: .enrolment, language: .kk,
      applicantIin: "1", childIin: "2", childName: "Айша Ә.", school: SchoolReference(bin: Families.school),
      submittedAt: submittedAt, dueBy: dueBy, state: state)
    var ledger = Ledger(applications: [record])
    return (ApplicationOverdue(applicationId: record.id).decide(in: &ledger, at: now), ledger)
  }

  @Test(
    "A notice of a passed deadline has no outputs if the application has ended",
    arguments: ApplicationRecord.State.allCases)
  func ended(state: ApplicationRecord.State) {
    let due = Timestamp("2026-04-02T18:00:00+05:00")!
    let (outcome, ledger) = decide(state, dueBy: due, at: due.adding(seconds: 1))
    #expect((outcome == .completed([])) == state.isFinal)
    #expect(ledger.changes.isEmpty)
  }

  @Test("A process whose clock is behind retries the notice until that clock has passed the deadline")
  func early() {
    let due = Timestamp("2026-04-02T18:00:00+05:00")!
    let (outcome, _) = decide(.inProcessing, dueBy: due, at: due)
    #expect(outcome == .retry(reason: "the deadline has not passed yet", orPark: .attemptsSpent))
  }

  @Test("A notice about an unknown application has no outputs")
  func unknown() {
    var ledger = Ledger()
    let overdue = ApplicationOverdue(applicationId: ApplicationID(uuid: UUID()))
    #expect(overdue.decide(in: &ledger, at: .now) == .completed([]))
  }

  @Test("The notice of a deadline has the same id from every process")
  func identity() {
    let id = ApplicationID("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")!
    let messages = [1, 2].map {
      ApplicationOverdue(applicationId: id).publication(at: Timestamp(milliseconds: $0)).message
    }
    #expect(messages[0].id == messages[1].id && messages[0].body == messages[1].body)
    #expect(messages[0].id != ApplicationOverdue(applicationId: ApplicationID(uuid: UUID())).messageId.description)
  }
}
