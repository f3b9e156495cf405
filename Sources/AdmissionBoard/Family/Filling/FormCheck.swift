import Admission
import CitizenTexts
import QueueContracts

/// Finds what is wrong with a form before it is sent.
///
/// It applies the contract's bounds and the rules of intake and transfer. It asks no state register, so the problems
/// that only a register shows are left for the answer to the application.
struct FormCheck: Sendable {
  let edition: RulesEdition
  let submittedAt: Timestamp

  /// Finds all problems at once, in the order of the page.
  ///
  /// - Parameters:
  ///   - reading: the form as it was read.
  ///   - facts: what was found out about the draft's documents, in the order of the documents.
  ///   - files: the problems with files that were not accepted.
  /// - Returns: the problems; empty if the form has none.
  func problems(
    of reading: FormReading, facts: [DocumentFact], files: [FormProblem] = []
  ) -> [FormProblem] {
    let submission = Submission(
      form: reading.form, facts: Facts(signature: .genuine, documents: facts), edition: edition,
      submittedAt: submittedAt)
    var found = reading.problems + files
    let taken = Set(found.map(\.place))
    // The rules add no reason at a place of the page that has a problem already, e.g. an answer that cannot be read.
    found += (reasons(submission) + TransferRules.reasons(reading.form)).map(FormProblem.reason)
      .filter { !taken.contains($0.place) }
    return Self.order(found, of: reading.form.service)
  }

  private func reasons(_ submission: Submission) -> [Reason] {
    // `judge` leaves a form undecided only because of an unavailable register, and no register was asked here.
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
  /// The kinds of documents that a family may attach, in the order of the page; the kinds that every family needs come
  /// first.
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
