import Admission
import QueueContracts

/// Reasons in the words of one language and the numbers of one edition.
struct ReasonWords {
  let table: TextTable
  let edition: RulesEdition
  let language: Language
  /// The application that made this one a duplicate, where it is known.
  let first: ApplicationNumber?

  /// A reason as a sentence: the school's own words as they came, else ours.
  func words(for reason: Reason) -> String {
    reason.text?[language] ?? words(code: reason.code, subject: reason.subject)
  }

  func words(code: String, subject: String?) -> String {
    guard let code = ReasonCode(rawValue: code) else { return say(.otherReason, [.code: code]) }
    if code.namesDocuments, let kind = subject.flatMap(DocumentKind.init(rawValue:)) {
      return say(.reasonNaming(code), rules.merging([.document: say(.document(kind))]) { $1 })
    }
    if code == .applicationDuplicate, let first {
      return say(.duplicateOf, rules.merging([.first: first.text]) { $1 })
    }
    if let subject, code.subjects.contains(subject) { return say(.reason(code, about: subject), rules) }
    return say(.reason(code), rules)
  }

  /// What to do about the reasons, each thing once, in their order.
  ///
  /// About what a school explained in its own words we have nothing to add.
  func advice(about reasons: [Reason]) -> [String] {
    let codes = reasons.filter { $0.text == nil }.compactMap(\.known).filter(\.hasAdvice)
    return codes.enumerated().filter { codes.firstIndex(of: $1) == $0 }.map { say(.advice($1), rules) }
  }

  /// The numbers of the rules edition, so that a text never contradicts the rule it explains.
  private var rules: [Placeholder: String] {
    let window = edition.firstGradeWindow
    return [
      .from: table.words(for: window.lowerBound, in: language),
      .to: table.words(for: window.upperBound, in: language),
      .age: String(edition.firstGradeAge),
      // Rounded down: who keeps to what we say is never over the limit.
      .limit: String(edition.attachmentBytes / 1_048_576),
    ]
  }

  private func say(_ key: TextKey, _ values: [Placeholder: String] = [:]) -> String {
    table.render(key, in: language, values)
  }
}
