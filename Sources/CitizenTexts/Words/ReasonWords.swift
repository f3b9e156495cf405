import Admission
import QueueContracts

/// Puts reasons into the words of one language, with the numbers of one edition of the rules.
struct ReasonWords {
  let table: TextTable
  let edition: RulesEdition
  let language: Language
  /// The number of the earlier application that the judged application duplicates.
  ///
  /// It is nil if there is no earlier application, or if the applicant may not know its number.
  let duplicateOf: String?
  /// The numbers of the rules edition that are filled into the texts, so no text contradicts the rule that it explains.
  let rules: [Placeholder: String]

  /// Takes the numbers from an edition of the rules.
  ///
  /// The `window` is the time in which the chosen school takes applications for the first grade.
  init(table: TextTable, edition: RulesEdition, language: Language, window: ClosedRange<MonthDay>, duplicateOf: String?)
  {
    self.table = table
    self.edition = edition
    self.language = language
    self.duplicateOf = duplicateOf
    rules = [
      .from: table.words(for: window.lowerBound, in: language),
      .to: table.words(for: window.upperBound, in: language),
      .age: String(edition.firstGradeAge),
      // The limit is rounded down, so documents that keep to the number in the text are never too large.
      .limit: String(edition.attachmentBytes / 1_048_576),
      .pixels: "\(edition.photo.leastWidth)×\(edition.photo.leastHeight)",
      .ratio: "\(edition.photo.ratioWidth):\(edition.photo.ratioHeight)",
    ]
  }

  /// A reason as a sentence in the workers' words, with the rule that it rests on if `withRule` is true.
  func sentence(_ reason: StatedReason, withRule: Bool = true) -> String {
    let sentence = words(code: reason.code, subject: reason.subject)
    guard withRule, let basis = basis(of: reason) else { return sentence }
    return say(.based, [.reason: sentence, .basis: say(basis)])
  }

  /// A reason as a brief sentence in the workers' words, without the rule.
  func brief(_ reason: StatedReason) -> String { words(code: reason.code, subject: reason.subject, isBrief: true) }

  private func words(code: String, subject: String?, isBrief: Bool = false) -> String {
    if let code = SchoolReasonCode(rawValue: code) { return say(.reason(code)) }
    guard let code = ReasonCode(rawValue: code) else { return say(.otherReason, [.code: code.withoutMarkers]) }
    var values = rules
    var key = TextKey.reason(code)
    if code.namesDocuments, let kind = subject.flatMap(DocumentKind.init(rawValue:)) {
      key = code == .documentMissing && replacesMissingRecord(kind) ? .copyMissing : .reasonNaming(code)
      values[.document] = (isBrief ? edition.words.briefName(of: kind) : edition.words.name(of: kind))[language]
    } else if code == .applicationDuplicate, let duplicateOf {
      key = .duplicateOf
      values[.first] = duplicateOf
    } else if let subject, code.subjects.contains(subject) {
      key = .reason(code, about: subject)
    }
    return say(isBrief && TextKey.abbreviated.contains(key) ? key.brief : key, values)
  }

  /// Tells whether the document is asked for because no register has its content.
  ///
  /// If the edition asks for the document in any case, the answer is false.
  private func replacesMissingRecord(_ kind: DocumentKind) -> Bool {
    kind.replacesRecord && !edition.requiredKinds.values.contains { $0.contains(kind) }
  }

  private func basis(of reason: StatedReason) -> TextKey? {
    if let clause = reason.clause.flatMap(Clause.init(rawValue:)) { return .basis(clause) }
    return reason.standardCode.flatMap { $0.hasBasis ? .basis($0) : nil }
  }

  /// A sentence that says where a missing document is issued; nil if the reason is not a missing document.
  func place(_ reason: StatedReason) -> String? {
    guard reason.standardCode == .documentMissing,
      let kind = reason.subject.flatMap(DocumentKind.init(rawValue:)),
      let issuer = edition.words.issuers[kind]
    else { return nil }
    return say(.place, [.place: issuer[language]])
  }

  /// Advice about the reasons, each piece once, in the order of the reasons.
  ///
  /// There is no advice about a reason that a school explained in its own words. Less important advice is given only if
  /// `withMore` is true.
  func advice(about reasons: [StatedReason], withMore: Bool) -> [String] {
    let advice = reasons.filter { $0.ownWords == nil }.flatMap { pieces(about: $0, withMore: withMore) }
    return advice.enumerated().filter { advice.firstIndex(of: $1) == $0 }.map(\.element)
  }

  private func pieces(about reason: StatedReason, withMore: Bool) -> [String] {
    if let code = SchoolReasonCode(rawValue: reason.code) { return [say(.advice(code))] }
    guard let code = reason.standardCode, code.hasAdvice else { return [] }
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
