import Admission
import Foundation
import IntakeLookups
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime

@testable import IntakeWorker

/// Intake's decisions on applications that cannot be judged now, and on signatures that come twice.
@Suite("An application that waits")
struct ReceivedDecisionTests {
  private static let noticedAt = Timestamp("2026-04-01T09:00:30+05:00")!
  private static let dueBy = Timestamp("2026-04-02T18:00:00+05:00")!
  private static let away = Outcome.retry(reason: "unavailable: civilRegistration", orPark: .attemptsSpent)
  private static let unknownSchool = Outcome.park(.schoolUnknown, detail: "not in the directory")
  private static let signed = signed("a")

  private static func signed(_ key: String, _ signature: SignatureFact = .genuine, isVerified: Bool = true) -> Facts {
    Facts(signature: signature, signatureIdentity: SignatureIdentity(key: key, signedAt: nil, isVerified: isVerified))
  }

  private func waiting(
    _ application: ApplicationSubmitted, _ outcome: Outcome = away, _ signed: Facts? = signed
  ) -> WaitingSubmission {
    WaitingSubmission(
      application: application, outcome: outcome, signed: signed, dueBy: Self.dueBy, noticedAt: Self.noticedAt)
  }

  private func judged(
    _ application: ApplicationSubmitted, _ signed: Facts = signed, reasons: [Reason] = []
  ) -> JudgedSubmission {
    JudgedSubmission(
      application: application, school: BIN(Families.school)!, signed: signed,
      judgement: Judgement(application, facts: signed, reasons: reasons, at: Self.noticedAt),
      registeredRelation: .named,
      dueBy: Self.dueBy)
  }

  private func updates(_ outcome: Outcome) throws -> [ProcessingUpdated] {
    let outputs: [Output] =
      switch outcome {
      case .completed(let outputs), .retry(_, _, let outputs), .park(_, _, let outputs): outputs
      }
    return try outputs.filter { $0.type == ProcessingUpdated.type }
      .map { try WireCodec.decode(ProcessingUpdated.self, from: $0.body) }
  }

  @Test(
    "A waiting application is entered as received, and its family is told once",
    arguments: [
      away, unknownSchool, .park(.signatureUnsupported, detail: "GOST"), .park(.attemptsSpent, detail: "spent"),
    ])
  func received(outcome: Outcome) throws {
    let application = Families.transfer(1)
    var ledger = Ledger()
    let first = waiting(application, outcome).decide(in: &ledger)
    let update = try #require(try updates(first).first)
    #expect(update.step == .received && update.status == .inProcessing && update.resolution == nil)
    #expect(update.dueBy == Self.dueBy && update.occurredAt == Self.noticedAt && update.reasons.isEmpty)
    #expect(update.childName == application.form.form.child.shortName && update.grade == 5)
    guard case .completed = first else {
      let record = try #require(ledger.applications[application.applicationId])
      #expect(record.state == .received && record.receivedAt == Self.noticedAt && record.arrival == nil)
      #expect(ledger.changes.schoolYears.isEmpty && ledger.changes.slips.isEmpty)
      // If the application comes again, under any message id, there is no second update.
      #expect(waiting(application, outcome).decide(in: &ledger) == outcome)
      return
    }
    Issue.record("the waiting application was completed")
  }

  @Test("An application that is parked as poison is not entered as received")
  func otherCodes() {
    var ledger = Ledger()
    let outcome = Outcome.park(.deliveryPoison, detail: "")
    #expect(waiting(Families.enrolment(1), outcome).decide(in: &ledger) == outcome)
    #expect(ledger.changes.isEmpty)
  }

  @Test(
    "An update contains the child's name and grade only if the form's signature is known to be genuine",
    arguments: [
      nil, Facts(signature: .unsupported("GOST")), Facts(signature: .unknown("away")), Facts(signature: .invalid),
    ]
  )
  func unsigned(signed: Facts?) throws {
    let application = Families.enrolment(1)
    var ledger = Ledger()
    let update = try #require(try updates(waiting(application, Self.away, signed).decide(in: &ledger)).first)
    #expect(update.childName == nil && update.grade == nil)

    // If the application is withdrawn now, the update about the withdrawal does not contain the name either.
    var withdrawn = ledger
    let withdrawal = ApplicationWithdrawn(
      applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
      withdrawnAt: Self.noticedAt)
    #expect(try updates(withdrawal.decide(in: &withdrawn)).map(\.childName) == [nil])

    // At the next try the signature is verified, so later updates contain the name.
    #expect(waiting(application).decide(in: &ledger) == Self.away)
    #expect(ledger.applications[application.applicationId]?.grade == 1)
    #expect(ledger.applications[application.applicationId]?.receivedAt == Self.noticedAt)
    // A third try that cannot verify the signature does not remove the name.
    #expect(waiting(application, Self.away, nil).decide(in: &ledger) == Self.away)
    #expect(try updates(withdrawal.decide(in: &ledger)).map(\.grade) == [1])
  }

  @Test("An application that is judged after it has waited is answered as if it had not waited")
  func judgedLater() throws {
    let application = Families.enrolment(1)
    var ledger = Ledger()
    _ = waiting(application).decide(in: &ledger)
    let outcome = judged(application).decide(in: &ledger)
    #expect(try updates(outcome).map(\.step) == [.intake])
    let record = try #require(ledger.applications[application.applicationId])
    #expect(record.state == .inProcessing && record.arrival == 1 && record.receivedAt == Self.noticedAt)
    // Copies of the submission change nothing.
    #expect(waiting(application).decide(in: &ledger) == .completed([]))
    #expect(judged(application).decide(in: &ledger) == .completed([]))
  }

  @Test(
    "If a waiting application is withdrawn, only the family is told, and the submission has no effect any more")
  func withdrawn() throws {
    for application in [Families.enrolment(1), Families.transfer(2)] {
      var ledger = Ledger()
      _ = waiting(application).decide(in: &ledger)
      let withdrawal = ApplicationWithdrawn(
        applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
        withdrawnAt: Self.noticedAt)
      guard case .completed(let outputs) = withdrawal.decide(in: &ledger) else { throw CocoaError(.coderInvalidValue) }
      #expect(outputs.map(\.type) == [ProcessingUpdated.type])
      #expect(try updates(.completed(outputs)).map(\.resolution) == [.withdrawn])
      let ended = ledger
      #expect(waiting(application).decide(in: &ledger) == .completed([]))
      #expect(judged(application).decide(in: &ledger) == .completed([]))
      #expect(ledger == ended)
    }
  }

  @Test(
    "While an application waits, a school's decision on it is retried, and its family hears of a passed deadline")
  func decisionAndDeadline() throws {
    let application = Families.enrolment(1)
    var ledger = Ledger()
    _ = waiting(application).decide(in: &ledger)
    let decision = SchoolDecided(
      applicationId: application.applicationId, school: SchoolReference(bin: Families.school), decision: .enrolled,
      decidedAt: Self.noticedAt)
    #expect(
      decision.decide(messageId: MessageID(uuid: UUID()), routingKey: nil, in: &ledger)
        == .retry(reason: "no such application yet", orPark: .applicationUnknown))
    let overdue = ApplicationOverdue(applicationId: application.applicationId)
    let late = try updates(overdue.decide(in: &ledger, at: Self.dueBy.adding(seconds: 1)))
    #expect(late.map(\.step) == [.passedDeadline] && late.map(\.childName) == ["Айша Ә."])
  }

  @Test("If a second application for the same child is judged while the first waits, the first becomes the duplicate")
  func place() throws {
    let application = Families.enrolment(1)
    var ledger = Ledger()
    _ = waiting(application).decide(in: &ledger)
    let second = judged(Families.enrolment(1), Self.signed("b")).decide(in: &ledger)
    #expect(try updates(second).map(\.status) == [.inProcessing])
    let first = judged(application).decide(in: &ledger)
    #expect(try updates(first).flatMap(\.reasons).map(\.code) == ["application.duplicate"])
  }

  // MARK: One signature, one application

  @Test("An application with a reused signature is refused for this reason alone, however the first application ended")
  func reused() throws {
    let missing = [Reason(.consentMissing)]
    for first in [Families.enrolment(1), Families.transfer(1)] {
      // Each possible outcome of the first application.
      for become in [
        { (ledger: inout Ledger) in _ = judged(first).decide(in: &ledger) },
        { (ledger: inout Ledger) in _ = judged(first, reasons: missing).decide(in: &ledger) },
        { (ledger: inout Ledger) in _ = waiting(first).decide(in: &ledger) },
        { (ledger: inout Ledger) in _ = waiting(first, Self.unknownSchool).decide(in: &ledger) },
        { (ledger: inout Ledger) in
          _ = judged(first, Self.signed("a", .otherSigner), reasons: missing).decide(in: &ledger)
        },
      ] {
        for outcome in [
          { (second, ledger: inout Ledger) in judged(second, reasons: missing).decide(in: &ledger) },
          { (second, ledger: inout Ledger) in waiting(second).decide(in: &ledger) },
        ] as [(ApplicationSubmitted, inout Ledger) -> Outcome] {
          var ledger = Ledger()
          become(&ledger)
          let second = Families.enrolment(2)
          let update = try #require(try updates(outcome(second, &ledger)).first)
          #expect(update.reasons == [Reason(.signatureReused)] && update.resolution == .negative)
          #expect(update.childName != nil && update.grade == 1 && update.step == .intake)
          #expect(ledger.applications[second.applicationId]?.state == .refused)
          #expect(ledger.signatures == ["a": first.applicationId])
        }
      }
    }
  }

  @Test("An application with a reused signature waits while its school is unknown, and is refused when it is judged")
  func reusedForUnknownSchool() throws {
    var ledger = Ledger()
    _ = judged(Families.enrolment(1)).decide(in: &ledger)
    let second = Families.enrolment(2)
    let outcome = waiting(second, Self.unknownSchool).decide(in: &ledger)
    #expect(try updates(outcome).map(\.step) == [.received])
    #expect(ledger.signatures.count == 1)
    #expect(try updates(judged(second).decide(in: &ledger)).flatMap(\.reasons) == [Reason(.signatureReused)])
  }

  @Test("A signature that is invalid or was not verified does not count as used")
  func unproven() throws {
    var ledger = Ledger()
    let invalid = judged(Families.enrolment(1), Facts(signature: .invalid), reasons: [Reason(.signatureInvalid)])
    #expect(try updates(invalid.decide(in: &ledger)).map(\.childName) == [nil])
    let unsupported = Self.signed("a", .unsupported("GOST"), isVerified: false)
    _ = waiting(Families.enrolment(2), .park(.signatureUnsupported, detail: "GOST"), unsupported)
      .decide(in: &ledger)
    #expect(ledger.signatures.isEmpty)
    #expect(try updates(judged(Families.enrolment(3)).decide(in: &ledger)).map(\.status) == [.inProcessing])
  }
}
