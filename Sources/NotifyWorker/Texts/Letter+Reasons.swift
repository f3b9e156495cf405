import Admission
import QueueContracts

extension Letter {
  /// A reason as a sentence: the school's own words as they came, else ours.
  func words(for reason: Reason) -> String {
    reason.text?[language] ?? words(code: reason.code, subject: reason.subject)
  }

  func words(code: String, subject: String?) -> String {
    guard let code = ReasonCode(rawValue: code) else { return say(.otherReason, [.code: code]) }
    if code.namesDocuments, let kind = subject.flatMap(DocumentKind.init(rawValue:)) {
      return say(.reasonNaming(code), rules.merging([.document: say(.document(kind))]) { $1 })
    }
    if let subject, code.subjects.contains(subject) { return say(.reason(code, about: subject), rules) }
    return say(.reason(code), rules)
  }

  /// What to do about the reasons, each thing once, in their order.
  ///
  /// About what a school explained in its own words we have nothing to add.
  var advice: [String] {
    let codes = update.reasons.filter { $0.text == nil }.compactMap(\.known).filter(\.hasAdvice)
    return codes.enumerated().filter { codes.firstIndex(of: $1) == $0 }.map { say(.advice($1), rules) }
  }

  /// The numbers of the rules edition, so that a text never contradicts the rule it explains.
  private var rules: [Placeholder: String] {
    let window = texts.edition.firstGradeWindow
    return [
      .from: dayAndMonth(window.lowerBound.day, window.lowerBound.month),
      .to: dayAndMonth(window.upperBound.day, window.upperBound.month),
      .age: String(texts.edition.firstGradeAge),
      // Rounded down: who keeps to what we say is never over the limit.
      .limit: String(texts.edition.attachmentBytes / 1_048_576),
    ]
  }
}
