import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime

@testable import TransferWorker

@Suite("Decisions of TransferWorker")
struct TransferDecisionTests {
  private let now = Timestamp("2026-04-01T10:00:00+05:00")!

  @Test("TransferWorker knows every message type that the contract routes to it")
  func types() { #expect(Transfer(now: { .now }).unknownTypes == []) }

  private func record(of application: ApplicationSubmitted) -> ApplicationRecord {
    let form = application.form.form
    return ApplicationRecord(
      id: application.applicationId, number: application.number, service: .transfer, language: .kk,
      applicantIin: form.applicant.iin, childIin: form.child.iin, childName: form.child.shortName,
      school: form.school, submittedAt: application.submittedAt, dueBy: application.submittedAt)
  }

  private func judged(_ application: ApplicationSubmitted) -> JudgedTransfer {
    let form = application.form.form
    let request = TransferRequested(
      applicationId: application.applicationId, number: application.number, submittedAt: application.submittedAt,
      dueBy: nil, language: .kk, form: form)
    return JudgedTransfer(
      request: request, school: BIN(form.school.bin)!, reasons: TransferRules.reasons(form), judgedAt: now)
  }

  private func update(_ outcome: Outcome) throws -> ProcessingUpdated {
    guard case .completed(let outputs) = outcome else { throw CocoaError(.coderInvalidValue) }
    let output = try #require(outputs.first { $0.type == ProcessingUpdated.type })
    return try WireCodec.decode(ProcessingUpdated.self, from: output.body)
  }

  @Test("If another application has used the slip, this reason stands with the other reasons in the contract's order")
  func allReasons() throws {
    let first = Families.transfer(1) { $0.transfer?.deregistrationSlip.number = "ONE" }
    let second = Families.transfer(2) { form in
      form.school.bin = Families.otherSchool
      form.transfer?.deregistrationSlip.number = "ONE"
      form.transfer?.deregistrationSlip.grade = 9
      form.transfer?.identityDocument.number = "12"
    }
    var ledger = Ledger(applications: [record(of: first), record(of: second)])
    let winner = try update(judged(first).decide(in: &ledger))
    #expect(winner.status == .inProcessing && winner.step == .transfer && winner.reasons.isEmpty)
    let loser = try update(judged(second).decide(in: &ledger))
    #expect(loser.resolution == .negative && loser.step == .transfer)
    #expect(
      loser.reasons.map { "\($0.code) \($0.subject ?? "-")" } == [
        "transfer.sameSchool -", "transfer.slipMismatch grade", "transfer.slipUsed -", "transfer.identityMismatch -",
      ])
    #expect(ledger.applications[second.applicationId]?.state == .refused)
    #expect(ledger.applications[second.applicationId]?.arrival == nil)
  }

  @Test("A transfer that was withdrawn before it was judged uses no slip and no arrival number, and has no outputs")
  func withdrawn() {
    let application = Families.transfer(1)
    var ledger = Ledger(applications: [record(of: application)])
    ledger.end(application.applicationId, as: .withdrawn, at: now)
    #expect(judged(application).decide(in: &ledger) == .completed([]))
    #expect(ledger.changes.slips.isEmpty && ledger.changes.schoolYears.isEmpty)
  }

  @Test("A transfer request that comes again under another message id has no outputs")
  func again() throws {
    let application = Families.transfer(1)
    var ledger = Ledger(applications: [record(of: application)])
    _ = try update(judged(application).decide(in: &ledger))
    #expect(judged(application).decide(in: &ledger) == .completed([]))
  }
}
