import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime

@testable import IntakeWorker

@Suite("Decisions of IntakeWorker that depend on the register")
struct IntakeDecisionTests {
  private static let now = Timestamp("2026-04-01T10:00:00+05:00")!

  private static func judged(
    _ application: ApplicationSubmitted, registeredRelation: RegisteredRelation = .named, reasons: [Reason] = []
  ) -> JudgedSubmission {
    JudgedSubmission(
      application: application, school: BIN(application.form.form.school.bin)!, signed: Facts(),
      judgement: Judgement(application, facts: Facts(), reasons: reasons, at: now),
      registeredRelation: registeredRelation, dueBy: now)
  }

  private static func outputs(_ outcome: Outcome) -> [Output] {
    guard case .completed(let outputs) = outcome else { return [] }
    return outputs
  }

  private static func reasons(_ outcome: Outcome) throws -> [String] {
    let update = try #require(outputs(outcome).first { $0.type == ProcessingUpdated.type })
    return try WireCodec.decode(ProcessingUpdated.self, from: update.body).reasons.map(\.code)
  }

  /// Two applications for one child, by two applicants.
  private static func pair(
    _ service: (Int, (inout ApplicationForm) -> Void) -> ApplicationSubmitted
  ) -> (ApplicationSubmitted, ApplicationSubmitted) {
    let first = service(1) { _ in }
    return (first, service(2) { $0.child = first.form.form.child })
  }

  @Test(
    "An applicant who is neither parent nor guardian, or has no valid signature, is told of no other application",
    arguments: [
      ReasonCode.signatureInvalid, .signatureReused, .applicantNotParent, .applicantNotRepresentative,
    ])
  func silence(code: ReasonCode) throws {
    let (first, second) = Self.pair(Families.enrolment)
    for (reasons, expected) in [
      ([Reason(code)], [code.rawValue]),
      ([Reason(.windowClosed)], ["window.closed", "application.duplicate"]),
    ] {
      var ledger = Ledger()
      _ = Self.judged(first).decide(in: &ledger)
      let outcome = Self.judged(second, reasons: reasons).decide(in: &ledger)
      #expect(try Self.reasons(outcome) == expected)
    }
  }

  @Test(
    "Without consent an applicant is told of its own earlier application, and of no other person's",
    arguments: [true, false])
  func withoutConsent(isOwn: Bool) throws {
    let second = Families.enrolment(2)
    let first = Families.enrolment(1) {
      $0.child = second.form.form.child
      if isOwn { $0.applicant = second.form.form.applicant }
    }
    var ledger = Ledger()
    _ = Self.judged(first).decide(in: &ledger)
    let outcome = Self.judged(second, reasons: [Reason(.consentMissing)]).decide(in: &ledger)
    #expect(
      try Self.reasons(outcome) == (isOwn ? ["consent.missing", "application.duplicate"] : ["consent.missing"]))
  }

  @Test(
    "The child's other applications are loaded only if a rule compares the new one with them",
    arguments: [
      (ReasonCode.signatureInvalid, false), (.signatureReused, false), (.applicantNotParent, false),
      (.applicantNotRepresentative, false), (.consentMissing, true),
      (.signatureSignerMismatch, true), (.windowClosed, true),
    ])
  func children(code: ReasonCode, areLoaded: Bool) {
    let intake = Intake(schools: Nobody(), facts: Nobody(), editions: .builtIn, now: { Self.now })
    let application = Families.enrolment(1)
    let keys = intake.keys(of: [.submission(Self.judged(application, reasons: [Reason(code)]))])
    #expect(keys.applications == [application.applicationId])
    #expect(keys.children == (areLoaded ? [application.form.form.child.iin] : []))
    #expect(intake.keys(of: [.submission(Self.judged(application))]).children == [application.form.form.child.iin])
  }

  @Test(
    "When a parent applies, the school learns of an earlier application by a person whom no register names")
  func conflict() throws {
    let (first, second) = Self.pair(Families.enrolment)
    var ledger = Ledger()
    let alone = Self.outputs(Self.judged(first, registeredRelation: .unnamed).decide(in: &ledger))
    let beside = Self.outputs(Self.judged(second).decide(in: &ledger))
    let requests = try [alone, beside].map { outputs in
      try WireCodec.decode(SchoolAdmissionRequested.self, from: #require(outputs.first).body)
    }
    #expect(requests.map(\.conflictsWith) == [nil, first.number])
    #expect(requests.map(\.arrival) == [1, 2])
  }

  @Test("The school that was asked is told of every withdrawal, and TransferWorker of each withdrawn transfer")
  func withdrawals() {
    let school = RoutingKey.schoolAdmissionWithdrawn(Families.school)
    for (application, arrives, keys) in [
      (Families.enrolment(1), true, [school]),
      (Families.transfer(2), false, [RoutingKey.transferWithdrawn]),
      (Families.transfer(3), true, [RoutingKey.transferWithdrawn, school]),
    ] {
      var ledger = Ledger()
      _ = Self.judged(application).decide(in: &ledger)
      if arrives { _ = ledger.acceptArrival(of: application.applicationId) }
      let withdrawal = ApplicationWithdrawn(
        applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
        withdrawnAt: Self.now)
      let outputs = Self.outputs(withdrawal.decide(in: &ledger))
      #expect(outputs.map(\.routingKey) == keys + [RoutingKey.processingUpdated])
      #expect(Set(outputs.dropLast().map(\.body)) == [WireCodec.encode(withdrawal)])
      #expect(withdrawal.decide(in: &ledger) == .completed([]))
    }
  }

  @Test("The judgement of each application is kept once, with the reasons that follow from the register")
  func kept() throws {
    let (first, second) = Self.pair(Families.enrolment)
    var ledger = Ledger()
    _ = Self.judged(first).decide(in: &ledger)
    _ = Self.judged(first).decide(in: &ledger)
    _ = Self.judged(second, reasons: [Reason(.windowClosed)]).decide(in: &ledger)
    let third = Families.enrolment(3)
    let signed = Facts(signatureIdentity: SignatureIdentity(key: "a", signedAt: nil))
    for application in [third, Families.enrolment(4)] {
      let judgement = Judgement(application, facts: signed, reasons: [], at: Self.now)
      let judged = JudgedSubmission(
        application: application, school: BIN(Families.school)!, signed: signed, judgement: judgement,
        registeredRelation: .named,
        dueBy: Self.now)
      _ = judged.decide(in: &ledger)
    }
    let kept = ledger.changes.judgements
    #expect(kept.map(\.application).prefix(3) == [first.applicationId, second.applicationId, third.applicationId])
    #expect(
      kept.map { $0.reasons.map(\.code) } == [
        [], ["window.closed", "application.duplicate"], [], ["signature.reused"],
      ])
    #expect(kept.allSatisfy { $0.edition == RulesEdition.builtIn.name && $0.judgedAt == Self.now })
  }
}
