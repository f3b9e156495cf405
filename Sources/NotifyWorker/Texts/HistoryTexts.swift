import Admission
import QueueContracts

/// Says in Kazakh, Russian and English what became of an application.
///
/// The words are in `texts.json`, which is compiled into the program: there is no file to lose at run time.
struct HistoryTexts: Sendable {
  let table: TextTable
  let edition: RulesEdition

  /// The built-in texts.
  ///
  /// - Parameter edition: whose window, age and limit the texts name.
  /// - Throws: everything that is wrong with the texts, by key and language.
  init(edition: RulesEdition = .builtIn) throws(TextsError) {
    try self.init(json: PackageResources.texts_json, edition: edition)
  }

  init(json: some Sequence<UInt8>, edition: RulesEdition = .builtIn) throws(TextsError) {
    table = try TextTable(json: json)
    self.edition = edition
  }

  /// The entry that an update makes in its recipient's service history (contract 4.8): a function of these alone.
  func entry(_ update: ProcessingUpdated, id: MessageID, postedAt: Timestamp) -> HistoryEntry {
    let letters = InEachLanguage { Letter(update, texts: self, language: $0) }
    return HistoryEntry(
      entryId: id, update: update, postedAt: postedAt, title: letters.text(\.title),
      text: letters.text { $0.lines.joined(separator: "\n") },
      reasons: update.reasons.map { reason in HistoryReason(reason, text: letters.text { $0.words(for: reason) }) })
  }
}

/// The same thing for the reader of each language.
private struct InEachLanguage<Value> {
  let kk: Value
  let ru: Value
  let en: Value

  init(_ make: (Language) -> Value) { (kk, ru, en) = (make(.kk), make(.ru), make(.en)) }

  func text(_ part: (Value) -> String) -> LocalizedText { LocalizedText(kk: part(kk), ru: part(ru), en: part(en)) }
}
