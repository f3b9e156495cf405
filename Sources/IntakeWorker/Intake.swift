import Admission
import Foundation
import IntakeLookups
import QueueContracts
import ReferenceFiles
import WorkerRuntime

/// Judges applications and passes on the accepted ones.
///
/// Intake also ends applications when families withdraw or schools decide, and tells families of late answers.
struct Intake: Worker {
  let name = WorkerName.intake.rawValue
  let queue = WorkerName.intake.queue
  let publishesWhileWaiting = true

  let schools: any SchoolDirectory
  let facts: any FactFinder
  let editions: RulesEditions
  let now: @Sendable () -> Timestamp
  var quota = ApplicantQuota(hourlyLimit: 0)

  /// A decoded message.
  ///
  /// The cases are boxed, because a message is copied many times and an application has dozens of fields.
  indirect enum Message: Sendable {
    /// A submission, with the object that keeps the facts about its signature.
    case submitted(ApplicationSubmitted, SeenSignature)
    case withdrawn(ApplicationWithdrawn)
    case decided(SchoolDecided)
    case overdue(ApplicationOverdue)
  }

  indirect enum Proposal: Sendable {
    case submission(JudgedSubmission)
    /// A submission that cannot be judged now.
    case waiting(WaitingSubmission)
    case withdrawal(ApplicationWithdrawn)
    /// A school's decision, with the message's id and its routing key; the key is nil if it is not known.
    case decision(SchoolDecided, messageId: MessageID, routingKey: DecisionRoutingKey?)
    case lateness(ApplicationOverdue, noticedAt: Timestamp)
  }

  func inbox(of type: String?) -> String {
    switch type {
    case ApplicationOverdue.type: ApplicationOverdue.inbox
    case SchoolDecided.type: SchoolDecided.inbox(of: .intake)
    default: name
    }
  }

  func otherInboxes(of type: String?) -> [String] {
    let schools = SchoolDecided.inbox(of: .intake)
    return switch type {
    // A school can choose the id of any message that it knows, of TransferWorker's input, too.
    case SchoolDecided.type: [name, ApplicationOverdue.inbox, WorkerName.transfer.rawValue]
    case ApplicationWithdrawn.type, ApplicationOverdue.type: [schools]
    default: []
    }
  }

  func decode(type: String, body: Data) throws(WireError) -> Message {
    switch type {
    case ApplicationSubmitted.type:
      .submitted(try WireCodec.decode(ApplicationSubmitted.self, from: body), SeenSignature())
    case ApplicationWithdrawn.type: .withdrawn(try WireCodec.decode(ApplicationWithdrawn.self, from: body))
    case SchoolDecided.type: .decided(try WireCodec.decode(SchoolDecided.self, from: body))
    case ApplicationOverdue.type: .overdue(try WireCodec.decode(ApplicationOverdue.self, from: body))
    default: throw WireError(.unknownType, path: "")
    }
  }

  func judge(_ message: Incoming<Message>) async throws -> Proposal {
    switch message.body {
    case .submitted(let application, let signature): .submission(try await judge(application, noting: signature))
    case .withdrawn(let withdrawal): .withdrawal(withdrawal)
    case .decided(let decision):
      .decision(decision, messageId: message.id, routingKey: message.routingKey.flatMap { DecisionRoutingKey($0) })
    case .overdue(let overdue): .lateness(overdue, noticedAt: now())
    }
  }

  func propose(_ outcome: Outcome, of message: Incoming<Message>) -> Proposal? {
    guard case .submitted(let application, let signature) = message.body else { return nil }
    let dueBy = editions.inForce(at: application.submittedAt)
      .due(application.form.form.service, submittedAt: application.submittedAt)
    return .waiting(
      WaitingSubmission(
        application: application, outcome: outcome, signed: signature.facts, dueBy: dueBy, noticedAt: now()))
  }

  /// Judges an application by the facts that are looked up.
  ///
  /// - Parameters:
  ///   - application: the application.
  ///   - signature: the object that is given the facts about the signature as soon as they are known.
  /// - Returns: the application with the findings of the rules.
  /// - Throws: `Deferred`, `MessageHeldUp`, `EnvironmentDown`.
  private func judge(
    _ application: ApplicationSubmitted, noting signature: SeenSignature
  ) async throws -> JudgedSubmission {
    let form = application.form.form
    guard let bin = BIN(form.school.bin), try await schools.knows(bin) else {
      // The application is parked whether its signature is genuine or not. The signature is verified here, because a
      // genuine signature counts as used and allows the entry of the service history to name the child.
      if let signed = try? await facts.signatureFacts(of: application) { signature.note(signed) }
      throw Deferred(.park(.schoolUnknown, detail: "the form's school is not in the directory"))
    }
    let signed = try await facts.signatureFacts(of: application)
    signature.note(signed)
    if let outcome = signed.signature.outcome { throw Deferred(outcome) }
    guard !quota.isKnownToBeSpent(for: application.applicant(signed), at: now()) else { throw Deferred(.overQuota) }
    let facts = try await facts.facts(of: application, knowing: signed)
    let edition = editions.inForce(at: application.submittedAt)
    let submission = Submission(
      form: form, facts: facts, edition: edition, submittedAt: application.submittedAt)
    switch IntakeRules.judge(submission) {
    case .judged(let reasons):
      let judgement = Judgement(
        application: application.applicationId, edition: edition.name, judgedAt: now(),
        grounds: Grounds(submission, reasons: reasons))
      return JudgedSubmission(
        application: application, school: bin, signed: signed, judgement: judgement,
        registeredRelation: RegisteredRelation(of: form, by: facts),
        dueBy: edition.due(form.service, submittedAt: application.submittedAt))
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
        if judged.judgesRivals { keys.children.insert(judged.record.childIin) }
        keys.schoolYears.insert(judged.record.schoolYear)
        keys.signatures.formUnion(judged.signature.signatureKey.map { [$0] } ?? [])
        quota.addKeys(of: judged.applicant, at: judged.judgedAt, to: &keys)
      case .waiting(let waiting):
        keys.applications.insert(waiting.application.applicationId)
        keys.signatures.formUnion(waiting.signature.signatureKey.map { [$0] } ?? [])
      case .withdrawal(let withdrawal): keys.applications.insert(withdrawal.applicationId)
      case .decision(let decision, _, _): keys.applications.insert(decision.applicationId)
      case .lateness(let overdue, _): keys.applications.insert(overdue.applicationId)
      }
    }
    return keys
  }

  func decide(_ proposal: Proposal, in ledger: inout Ledger) -> Outcome {
    switch proposal {
    case .submission(let judged): judged.decide(in: &ledger, within: quota)
    case .waiting(let waiting): waiting.decide(in: &ledger)
    case .withdrawal(let withdrawal): withdrawal.decide(in: &ledger)
    case .decision(let decision, let messageId, let key):
      decision.decide(messageId: messageId, routingKey: key, in: &ledger)
    case .lateness(let overdue, let time): overdue.decide(in: &ledger, at: time)
    }
  }
}
