import Admission
import CitizenTexts
import QueueContracts

/// Everything that can be said about a form before it is sent: by the contract's bounds, and by the rules that intake and
/// transfer apply.
///
/// No register is asked: what only registers know is in the answer.
struct FormCheck: Sendable {
  let edition: RulesEdition
  let submittedAt: Timestamp

  /// Finds all problems at once, in the order of the page.
  ///
  /// - Parameters:
  ///   - reading: the form as it was read.
  ///   - facts: what the documents of the draft are, in their order.
  ///   - files: what was wrong with files that were not taken.
  /// - Returns: the problems; none if the form can be sent.
  func problems(
    of reading: FormReading, facts: [DocumentFact], files: [FormProblem] = []
  ) -> [FormProblem] {
    let submission = Submission(
      form: reading.form, facts: Facts(signature: .genuine, documents: facts), edition: edition,
      submittedAt: submittedAt)
    var found = reading.problems + files
    let taken = Set(found.map(\.place))
    // Beside an answer that cannot be read, or a file that was not taken, that is said and nothing else.
    found += (reasons(submission) + TransferRules.reasons(reading.form)).map(FormProblem.reason)
      .filter { !taken.contains($0.place) }
    return Self.order(found, of: reading.form.service)
  }

  private func reasons(_ submission: Submission) -> [Reason] {
    // Nothing waits for a register, because none was asked.
    guard case .judged(let reasons) = IntakeRules.judge(submission) else { return [] }
    return reasons
  }

  private static func order(_ problems: [FormProblem], of service: Service) -> [FormProblem] {
    let fields = FormField.of(service)
    var places = fields.filter { $0 != .consent }.map(FormPlace.field)
    places.append(.documents)
    places += DocumentKind.listed(for: service).map(FormPlace.document)
    places.append(.field(.consent))
    let known = Set(places)
    return places.flatMap { place in problems.filter { $0.place == place } }
      + problems.filter { !known.contains($0.place) }
  }
}

extension DocumentKind {
  /// Those that a family may attach, in the order of the page: first those that are always asked for.
  static func listed(for service: Service) -> [DocumentKind] {
    switch service {
    case .transfer: [.identityDocument, .deregistrationSlip]
    case .enrolment, .homeSchooling:
      [.photo, .healthForm063, .healthForm026] + (service == .homeSchooling ? [.medicalCommissionConclusion] : []) + [
        .birthCertificate, .guardianshipDecision, .pmpkConclusion, .targetedSocialAssistanceCertificate,
        .unemploymentCertificate, .incomeStatement, .collegialBodyDecision,
      ]
    }
  }
}
