public import Admission
public import QueueContracts

/// Says in Kazakh, Russian and English what became of an application.
///
/// The words are in `texts.json`, which is compiled into the program, and in the rules edition: there is no file to lose
/// at run time.
public struct HistoryTexts: Sendable {
  let table: TextTable
  let editions: RulesEditions

  /// The built-in texts.
  ///
  /// - Parameter editions: whose window, age, limit and words the texts use.
  /// - Throws: everything that is wrong with the texts, by key and language.
  public init(editions: RulesEditions = .builtIn) throws(TextsError) {
    try self.init(json: PackageResources.texts_json, editions: editions)
  }

  init(json: some Sequence<UInt8>, editions: RulesEditions = .builtIn) throws(TextsError) {
    table = try TextTable(json: json)
    self.editions = editions
  }

  /// The entry that an update makes in its recipient's service history (contract 4.8): a function of these alone.
  ///
  /// - Parameter background: what is known beside the update.
  public func entry(
    _ update: ProcessingUpdated, id: MessageID, postedAt: Timestamp, background: Background = Background()
  ) -> HistoryEntry {
    let letters = InEachLanguage { Letter(update, background, texts: self, language: $0) }
    return HistoryEntry(
      entryId: id, update: update, postedAt: postedAt, title: letters.text(\.title), text: letters.text(\.text),
      reasons: update.reasons.map { reason in
        // The school's own words go on as they came, without English if there was none.
        HistoryReason(reason, text: reason.text ?? ReasonText(letters.text { $0.reasonWords.ours(reason) }))
      },
      short: letters.text(\.short))
  }
}

// MARK: - For those who explain them

extension HistoryTexts {
  /// What a reason says, in the numbers of an edition.
  public func words(for reason: Reason, by edition: RulesEdition) -> LocalizedText {
    InEachLanguage { ReasonWords(table: table, edition: edition, language: $0, school: nil, first: nil) }.text {
      $0.words(for: reason)
    }
  }

  /// A reason for each subject of the code that has words of its own; of documents one kind stands for all.
  public func examples(of code: ReasonCode) -> [Reason] {
    if code.namesDocuments { return [Reason(code, .birthCertificate)] }
    return code.subjects.isEmpty ? [Reason(code)] : code.subjects.map { Reason(code, subject: $0) }
  }
}

/// The same thing for the reader of each language.
private struct InEachLanguage<Value> {
  let kk: Value
  let ru: Value
  let en: Value

  init(_ make: (Language) -> Value) {
    kk = make(.kk)
    ru = make(.ru)
    en = make(.en)
  }

  func text(_ part: (Value) -> String) -> LocalizedText { LocalizedText(kk: part(kk), ru: part(ru), en: part(en)) }
}
