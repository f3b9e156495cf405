import Admission
import QueueContracts

/// Reasons in the words of one language and the numbers of one edition.
struct ReasonWords {
  let table: TextTable
  let edition: RulesEdition
  let language: Language
  /// The BIN of the school applied to, on which the window may depend; nil if reasons are explained to nobody.
  let school: String?
  /// The application that made this one a duplicate, where it is known.
  let first: ApplicationNumber?

  /// A reason as a sentence, for the letter: the school's own words as they came, else ours.
  func words(for reason: Reason, withRule: Bool = true) -> String {
    guard let text = reason.text else { return ours(reason, withRule: withRule) }
    guard language == .en, text.en == nil else { return text[language] }
    return say(.inRussian, [.reason: text.ru])
  }

  /// A reason as a sentence of ours, with the rule that it rests on.
  ///
  /// - Parameter withRule: false where there is no room for it.
  func ours(_ reason: Reason, withRule: Bool = true) -> String {
    let sentence = words(code: reason.code, subject: reason.subject)
    guard withRule, let basis = basis(of: reason) else { return sentence }
    return say(.based, [.reason: sentence, .basis: say(basis)])
  }

  /// A reason without its rule, what explains it, and what a document's name explains; a school's own words as they are.
  func brief(_ reason: Reason) -> String {
    guard reason.text == nil else { return words(for: reason) }
    let sentence = words(code: reason.code, subject: reason.subject, isBrief: true)
    // What stands after a colon explains it, too, unless it is the document.
    let end = reason.known?.namesDocuments == true ? nil : sentence.firstRange(of: #/[.:] /#)?.lowerBound
    return end.map { "\(sentence[..<$0])." } ?? sentence
  }

  private func words(code: String, subject: String?, isBrief: Bool = false) -> String {
    if let code = SchoolReasonCode(rawValue: code) { return say(.reason(code)) }
    guard let code = ReasonCode(rawValue: code) else { return say(.otherReason, [.code: code]) }
    if code.namesDocuments, let kind = subject.flatMap(DocumentKind.init(rawValue:)) {
      let key: TextKey = code == .documentMissing && isCopyOfRecord(kind) ? .copyMissing : .reasonNaming(code)
      let name = edition.words.name(of: kind)[language]
      let end = isBrief ? name.firstRange(of: /: | \(/)?.lowerBound : nil
      return say(key, rules.merging([.document: end.map { String(name[..<$0]) } ?? name]) { $1 })
    }
    if code == .applicationDuplicate, let first {
      return say(.duplicateOf, rules.merging([.first: first.text]) { $1 })
    }
    if let subject, code.subjects.contains(subject) { return say(.reason(code, about: subject), rules) }
    return say(.reason(code), rules)
  }

  /// An edition may ask for such a document in any case; then it is not for want of a record that it is missing.
  private func isCopyOfRecord(_ kind: DocumentKind) -> Bool {
    kind.isCopyOfRecord && !edition.requiredKinds.values.contains { $0.contains(kind) }
  }

  private func basis(of reason: Reason) -> TextKey? {
    if let clause = reason.clause.flatMap(Clause.init(rawValue:)) { return .basis(clause) }
    return reason.known.flatMap { $0.hasBasis ? .basis($0) : nil }
  }

  /// Where a missing document is got, a sentence; nil for any other reason.
  func place(_ reason: Reason) -> String? {
    guard reason.text == nil, reason.known == .documentMissing,
      let kind = reason.subject.flatMap(DocumentKind.init(rawValue:)),
      let place = edition.words.whereToGet[kind]
    else { return nil }
    return say(.place, [.place: place[language]])
  }

  /// What to do about the reasons, each thing once, in their order.
  ///
  /// About what a school explained in its own words we have nothing to add.
  ///
  /// - Parameter withMore: what else helps, too.
  func advice(about reasons: [Reason], withMore: Bool) -> [String] {
    let advice = reasons.filter { $0.text == nil }.flatMap { pieces(about: $0, withMore: withMore) }
    return advice.enumerated().filter { advice.firstIndex(of: $1) == $0 }.map(\.element)
  }

  private func pieces(about reason: Reason, withMore: Bool) -> [String] {
    if let code = SchoolReasonCode(rawValue: reason.code) { return [say(.advice(code))] }
    guard let code = reason.known, code.hasAdvice else { return [] }
    let advice = say(.advice(code), rules)
    guard withMore else { return [advice] }
    if code.hasMoreAdvice { return ["\(advice) \(say(.moreAdvice(code), rules))"] }
    let kind = reason.subject.flatMap(DocumentKind.init(rawValue:))
    return [advice] + (code == .documentMissing && kind?.confirmsStatus == true ? [say(.statusAdvice)] : [])
  }

  /// The numbers of the rules edition, so that a text never contradicts the rule it explains.
  var rules: [Placeholder: String] {
    let window = school.map(edition.firstGradeWindow(of:)) ?? edition.firstGradeWindow
    return [
      .from: table.words(for: window.lowerBound, in: language),
      .to: table.words(for: window.upperBound, in: language),
      .age: String(edition.firstGradeAge),
      // Rounded down: who keeps to what we say is never over the limit.
      .limit: String(edition.attachmentBytes / 1_048_576),
      .pixels: "\(edition.photo.leastWidth)×\(edition.photo.leastHeight)",
      .ratio: "\(edition.photo.ratioWidth):\(edition.photo.ratioHeight)",
    ]
  }

  private func say(_ key: TextKey, _ values: [Placeholder: String] = [:]) -> String {
    table.render(key, in: language, values)
  }
}
