import Admission
import Foundation
import IntakeLookups
import QueueContracts
import WorkerRuntime

/// Validates applications and passes on what is valid; ends applications by withdrawals and schools' decisions;
/// tells of answers that are late.
struct Intake: Worker {
  let name = "intake"
  let queue = QueueName.intake

  let schools: any SchoolDirectory
  let facts: any FactFinder
  let editions: RulesEditions
  let now: @Sendable () -> Timestamp

  enum Message: Sendable {
    case submitted(ApplicationSubmitted)
    case withdrawn(ApplicationWithdrawn)
    case decided(SchoolDecided)
    case overdue(ApplicationOverdue)
  }

  enum Proposal: Sendable {
    case submission(JudgedSubmission)
    /// It cannot be judged now; which is no matter where it was before.
    case deferred(ApplicationID, Deferral)
    case withdrawal(ApplicationWithdrawn)
    case decision(SchoolDecided)
    case lateness(ApplicationOverdue, noticedAt: Timestamp)
  }

  func decode(type: String, body: Data) throws(WireError) -> Message {
    switch type {
    case ApplicationSubmitted.type: .submitted(try WireCodec.decode(ApplicationSubmitted.self, from: body))
    case ApplicationWithdrawn.type: .withdrawn(try WireCodec.decode(ApplicationWithdrawn.self, from: body))
    case SchoolDecided.type: .decided(try WireCodec.decode(SchoolDecided.self, from: body))
    case ApplicationOverdue.type: .overdue(try WireCodec.decode(ApplicationOverdue.self, from: body))
    default: throw WireError(.unknownType, path: "")
    }
  }

  func judge(_ message: Received<Message>) async throws -> Judgement<Proposal> {
    switch message.body {
    case .submitted(let application): try await judge(application)
    case .withdrawn(let withdrawal): .propose(.withdrawal(withdrawal))
    case .decided(let decision): .propose(.decision(decision))
    case .overdue(let overdue): .propose(.lateness(overdue, noticedAt: now()))
    }
  }

  private func judge(_ application: ApplicationSubmitted) async throws -> Judgement<Proposal> {
    let form = application.form.form
    guard let bin = BIN(form.school.bin), try await schools.knows(bin) else {
      let parking = Deferral.park(.schoolUnknown, detail: "the form's school is not in the directory")
      return .propose(.deferred(application.applicationId, parking))
    }
    let facts = try await facts.facts(of: application)
    if let deferral = facts.signature.deferral { return .propose(.deferred(application.applicationId, deferral)) }
    let edition = editions.inForce(at: application.submittedAt)
    let submission = Submission(
      form: form, facts: facts, edition: edition, submittedAt: application.submittedAt)
    switch IntakeRules.judge(submission) {
    case .judged(let reasons):
      let dueBy = edition.due(form.service, submittedAt: application.submittedAt)
      return .propose(
        .submission(
          JudgedSubmission(
            application: application, school: bin, reasons: reasons, dueBy: dueBy, judgedAt: now())))
    case .waitFor(let registers):
      let names = registers.map(\.rawValue).sorted().joined(separator: ", ")
      let retry = Deferral.retry(reason: "unavailable: \(names)", orPark: .attemptsSpent)
      return .propose(.deferred(application.applicationId, retry))
    }
  }

  func keys(of proposals: [Proposal]) -> Ledger.Keys {
    var keys = Ledger.Keys()
    for proposal in proposals {
      switch proposal {
      case .submission(let judged):
        keys.applications.insert(judged.record.id)
        keys.children.insert(judged.record.childIin)
        keys.schoolYears.insert(judged.record.schoolYear)
      case .deferred(let id, _): keys.applications.insert(id)
      case .withdrawal(let withdrawal): keys.applications.insert(withdrawal.applicationId)
      case .decision(let decision): keys.applications.insert(decision.applicationId)
      case .lateness(let overdue, _): keys.applications.insert(overdue.applicationId)
      }
    }
    return keys
  }

  func decide(_ proposal: Proposal, in ledger: inout Ledger) -> Ruling {
    switch proposal {
    case .submission(let judged): judged.decide(in: &ledger)
    case .deferred(let id, let deferral): ledger.applications[id] == nil ? .defer(deferral) : .record([])
    case .withdrawal(let withdrawal): withdrawal.decide(in: &ledger)
    case .decision(let decision): decision.decide(in: &ledger)
    case .lateness(let overdue, let time): overdue.decide(in: &ledger, at: time)
    }
  }
}
