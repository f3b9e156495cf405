import Admission
import Foundation
import IntakeLookups
import QueueContracts
import WorkerRuntime

/// Validates applications and passes on what is valid; ends applications by withdrawals and schools' decisions;
/// tells of answers that are late.
struct Intake: Worker {
  let name = WorkerName.intake.rawValue
  let queue = WorkerName.intake.queue

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
    /// A submission that cannot be judged; if the register knows the application, that does not matter.
    case unjudged(ApplicationID, Outcome)
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

  func judge(_ message: Incoming<Message>) async throws -> Proposal {
    switch message.body {
    case .submitted(let application): .submission(try await judge(application))
    case .withdrawn(let withdrawal): .withdrawal(withdrawal)
    case .decided(let decision): .decision(decision)
    case .overdue(let overdue): .lateness(overdue, noticedAt: now())
    }
  }

  func propose(_ outcome: Outcome, of message: Incoming<Message>) -> Proposal? {
    guard case .submitted(let application) = message.body else { return nil }
    return .unjudged(application.applicationId, outcome)
  }

  private func judge(_ application: ApplicationSubmitted) async throws -> JudgedSubmission {
    let form = application.form.form
    guard let bin = BIN(form.school.bin), try await schools.knows(bin) else {
      throw Deferred(.park(.schoolUnknown, detail: "the form's school is not in the directory"))
    }
    let facts = try await facts.facts(of: application)
    if let outcome = facts.signature.outcome { throw Deferred(outcome) }
    let edition = editions.inForce(at: application.submittedAt)
    let submission = Submission(
      form: form, facts: facts, edition: edition, submittedAt: application.submittedAt)
    switch IntakeRules.judge(submission) {
    case .judged(let reasons):
      let dueBy = edition.due(form.service, submittedAt: application.submittedAt)
      return JudgedSubmission(
        application: application, school: bin, reasons: reasons, dueBy: dueBy, judgedAt: now())
    case .waitFor(let registers):
      let names = registers.map(\.rawValue).sorted().joined(separator: ", ")
      throw Deferred(.retry(reason: "unavailable: \(names)", orPark: .attemptsSpent))
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
      case .unjudged(let id, _): keys.applications.insert(id)
      case .withdrawal(let withdrawal): keys.applications.insert(withdrawal.applicationId)
      case .decision(let decision): keys.applications.insert(decision.applicationId)
      case .lateness(let overdue, _): keys.applications.insert(overdue.applicationId)
      }
    }
    return keys
  }

  func decide(_ proposal: Proposal, in ledger: inout Ledger) -> Outcome {
    switch proposal {
    case .submission(let judged): judged.decide(in: &ledger)
    case .unjudged(let id, let outcome): ledger.applications[id] == nil ? outcome : .completed([])
    case .withdrawal(let withdrawal): withdrawal.decide(in: &ledger)
    case .decision(let decision): decision.decide(in: &ledger)
    case .lateness(let overdue, let time): overdue.decide(in: &ledger, at: time)
    }
  }
}
