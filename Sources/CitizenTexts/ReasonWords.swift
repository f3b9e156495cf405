import Admission
import QueueContracts

/// Reasons in the words of one language and the numbers of one edition.
struct ReasonWords {
  let table: TextTable
  let edition: RulesEdition
  let language: Language
  /// The number of the application that made this one a duplicate, if it is known.
  let first: String?
  /// The numbers of the rules edition, so that a text never contradicts the rule it explains.
  let rules: [Placeholder: String]

  /// - Parameters:
  ///   - window: the first grade's, of the school applied to.
  ///   - first: the number of the application that made this one a duplicate, if it is known.
  init(table: TextTable, edition: RulesEdition, language: Language, window: ClosedRange<MonthDay>, first: String?) {
    self.table = table
    self.edition = edition
    self.language = language
    self.first = first
    rules = [
      .from: table.words(for: window.lowerBound, in: language),
      .to: table.words(for: window.upperBound, in: language),
      .age: String(edition.firstGradeAge),
      // Rounded down: who keeps to what we say is never over the limit.
      .limit: String(edition.attachmentBytes / 1_048_576),
      .pixels: "\(edition.photo.leastWidth)×\(edition.photo.leastHeight)",
      .ratio: "\(edition.photo.ratioWidth):\(edition.photo.ratioHeight)",
    ]
  }

  /// A reason as a sentence of ours, with the rule that it rests on.
  ///
  /// - Parameter withRule: false where there is no room for it.
  func ours(_ reason: StatedReason, withRule: Bool = true) -> String {
    let sentence = words(code: reason.code, subject: reason.subject)
    guard withRule, let basis = basis(of: reason) else { return sentence }
    return say(.based, [.reason: sentence, .basis: say(basis)])
  }

  /// A reason of ours without its rule, what explains it, and what a document's name explains.
  func brief(_ reason: StatedReason) -> String {
    let sentence = words(code: reason.code, subject: reason.subject, isBrief: true)
    // What stands after a colon explains it, too, unless it is the document.
    let end = reason.ours?.namesDocuments == true ? nil : sentence.firstRange(of: #/[.:] /#)?.lowerBound
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
      return say(.duplicateOf, rules.merging([.first: first]) { $1 })
    }
    if let subject, code.subjects.contains(subject) { return say(.reason(code, about: subject), rules) }
    return say(.reason(code), rules)
  }

  /// An edition may ask for such a document in any case; then it is not for want of a record that it is missing.
  private func isCopyOfRecord(_ kind: DocumentKind) -> Bool {
    kind.isCopyOfRecord && !edition.requiredKinds.values.contains { $0.contains(kind) }
  }

  private func basis(of reason: StatedReason) -> TextKey? {
    if let clause = reason.clause.flatMap(Clause.init(rawValue:)) { return .basis(clause) }
    return reason.ours.flatMap { $0.hasBasis ? .basis($0) : nil }
  }

  /// Where a missing document is got, a sentence; nil for any other reason.
  func place(_ reason: StatedReason) -> String? {
    guard reason.ours == .documentMissing,
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
  func advice(about reasons: [StatedReason], withMore: Bool) -> [String] {
    let advice = reasons.filter { $0.ownWords == nil }.flatMap { pieces(about: $0, withMore: withMore) }
    return advice.enumerated().filter { advice.firstIndex(of: $1) == $0 }.map(\.element)
  }

  private func pieces(about reason: StatedReason, withMore: Bool) -> [String] {
    if let code = SchoolReasonCode(rawValue: reason.code) { return [say(.advice(code))] }
    guard let code = reason.ours, code.hasAdvice else { return [] }
    let advice = say(.advice(code), rules)
    guard withMore else { return [advice] }
    if code.hasMoreAdvice { return ["\(advice) \(say(.moreAdvice(code), rules))"] }
    let kind = reason.subject.flatMap(DocumentKind.init(rawValue:))
    return [advice] + (code == .documentMissing && kind?.confirmsStatus == true ? [say(.statusAdvice)] : [])
  }

  private func say(_ key: TextKey, _ values: [Placeholder: String] = [:]) -> String {
    table.render(key, in: language, values)
  }
}
