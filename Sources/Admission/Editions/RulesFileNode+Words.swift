import QueueContracts

extension RulesFileNode {
  /// Reads the words of an edition; words that the file leaves out are taken from the base.
  ///
  /// - Parameter base: the words of the built-in edition; nil if the file is the built-in one, which must be complete.
  /// - Returns: the words; nil if something is wrong with them.
  func words(base: EditionWords?) -> EditionWords? {
    let keys = ["documents", "brief", "where", "contacts", "appeal", "dates"]
    guard let fields = base == nil ? fields(keys) : fields([], optional: keys) else { return nil }
    let documents = fields["documents"].map { $0.namesByKind() } ?? [:]
    let brief = fields["brief"].map { $0.namesByKind() } ?? [:]
    let issuers = fields["where"].map { $0.namesByKind() } ?? [:]
    let contacts = fields["contacts"]?.localizedText() ?? base?.contacts
    let appeal = fields["appeal"]?.localizedText() ?? base?.appeal
    let dates = fields["dates"]?.dates() ?? base?.dates
    guard let documents, let brief, let issuers, let contacts, let appeal, let dates else { return nil }
    let names = (base?.documents ?? [:]).merging(documents) { $1 }
    let nameless = DocumentKind.allCases.filter { names[$0] == nil }
    guard nameless.isEmpty else {
      note("expected a name of \(nameless.map(\.rawValue).joined(separator: ", "))")
      return nil
    }
    // A brief name abbreviates one name, so a document that gets another name does not keep the base's brief name.
    let kept = (base?.briefDocuments ?? [:]).filter { documents[$0.key] == nil }
    return EditionWords(
      documents: names, briefDocuments: kept.merging(brief) { $1 },
      issuers: (base?.issuers ?? [:]).merging(issuers) { $1 }, contacts: contacts, appeal: appeal, dates: dates)
  }

  private func namesByKind() -> [DocumentKind: LocalizedText]? { byKind { $0.localizedText() } }

  private func dates() -> EditionDates? {
    guard let fields = fields([], optional: ["enrolmentOrder"]) else { return nil }
    return EditionDates(enrolmentOrder: fields["enrolmentOrder"]?.localizedText())
  }

  /// Reads a text in the three languages, each in its own alphabet.
  private func localizedText() -> LocalizedText? {
    guard let fields = fields(Language.allCases.map(\.rawValue)) else { return nil }
    var texts: [Language: String] = [:]
    for language in Language.allCases {
      guard let node = fields[language.rawValue],
        let text = node.text("a text of one line, of at most 600 characters", { LanguageCheck.isLine($0) ? $0 : nil })
      else { continue }
      if !LanguageCheck.isWritten(text, in: language) { node.note("the text is not in this language's letters") }
      if texts.values.contains(text) { node.note("the text is a copy: write it in its own language") }
      texts[language] = text
    }
    guard let kk = texts[.kk], let ru = texts[.ru], let en = texts[.en] else { return nil }
    return LocalizedText(kk: kk, ru: ru, en: en)
  }
}
