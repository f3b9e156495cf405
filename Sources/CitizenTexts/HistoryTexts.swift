public import Admission
public import QueueContracts

/// Tells in Kazakh, Russian and English what became of an application.
///
/// The words are in `texts.json`, which is compiled into the program, and in the rules edition: there is no file to
/// lose at run time.
public struct HistoryTexts: Sendable {
  let table: TextTable
  let editions: RulesEditions
  private let letters = ComposedLetters()
  private let moments = MomentWords()

  /// Reads the built-in texts.
  ///
  /// - Parameter editions: the editions whose window, age, limit and words the texts use.
  /// - Throws: ``TextsError`` with what keeps a letter from being written, by key and language.
  public init(editions: RulesEditions = .builtIn) throws(TextsError) {
    // The texts are part of the program, and a test has checked them like any other file.
    table = try TextTable(json: PackageResources.texts_json, isProven: true)
    self.editions = editions
  }

  /// The entry that an update makes in its recipient's service history (contract 4.8).
  ///
  /// It depends on the parameters and the rules edition alone, so that it is the same every time.
  ///
  /// - Parameters:
  ///   - update: the update.
  ///   - id: the `message_id` of the update.
  ///   - postedAt: the time of posting.
  ///   - background: the facts beside the update.
  /// - Returns: the entry, in the words of the edition in force when the update was made.
  public func entry(
    _ update: ProcessingUpdated, id: MessageID, postedAt: Timestamp, background: Background = Background()
  ) -> HistoryEntry {
    let edition = editions.inForce(at: update.occurredAt)
    let form = LetterForm(update, background, by: edition)
    let words = letters.words(form, values(of: update, background), by: edition, table)
    return entry(update, words, id: id, postedAt: postedAt)
  }

  /// The same entry, its letters built anew.
  func entryBuiltAnew(
    _ update: ProcessingUpdated, id: MessageID, postedAt: Timestamp, background: Background = Background()
  ) -> HistoryEntry {
    let edition = editions.inForce(at: update.occurredAt)
    let form = LetterForm(update, background, by: edition)
    let words = LetterWords(form, values(of: update, background), by: edition, table)
    return entry(update, words, id: id, postedAt: postedAt)
  }

  private func values(of update: ProcessingUpdated, _ background: Background) -> InEachLanguage<LetterValues> {
    let due = update.dueBy.map { moments.words(for: $0, table) }
    return InEachLanguage { LetterValues(update, background, $0, due: due?[$0]) }
  }

  private func entry(
    _ update: ProcessingUpdated, _ words: LetterWords, id: MessageID, postedAt: Timestamp
  ) -> HistoryEntry {
    // The school's own words go on as they came, without English if there was none.
    let reasons = zip(update.reasons, words.reasons).map { reason, ours in
      HistoryReason(reason, text: reason.text ?? ReasonText(ours))
    }
    return HistoryEntry(
      entryId: id, update: update, postedAt: postedAt, title: words.title, text: words.text, reasons: reasons,
      short: words.short)
  }
}

// MARK: - For documents that explain reasons

extension HistoryTexts {
  /// The words for a reason, in the numbers of an edition.
  public func words(for reason: Reason, by edition: RulesEdition) -> LocalizedText {
    let words = InEachLanguage { language in
      ReasonWords(table: table, edition: edition, language: language, window: edition.firstGradeWindow, first: nil)
    }
    return words.text { $0.ours(StatedReason(reason)) }
  }

  /// What a reason says to who is still filling in the form: without the rule that it rests on, and what to do about it.
  ///
  /// - Returns: the reason, and the advice, which is empty if there is none.
  public func hint(for reason: Reason, by edition: RulesEdition) -> (text: LocalizedText, advice: LocalizedText) {
    let words = InEachLanguage { language in
      ReasonWords(table: table, edition: edition, language: language, window: edition.firstGradeWindow, first: nil)
    }
    let stated = StatedReason(reason)
    return (
      text: words.text { $0.ours(stated, withRule: false) },
      // Where it is got is all that helps about a missing document: the form is open, there is no new one to fill in.
      advice: words.text { words in
        reason.known == .documentMissing
          ? words.place(stated) ?? "" : words.advice(about: [stated], withMore: false).joined(separator: " ")
      }
    )
  }

  /// A reason for each subject of the code that has words of its own; of documents one kind stands for all.
  public func examples(of code: ReasonCode) -> [Reason] {
    if code.namesDocuments { return [Reason(code, .birthCertificate)] }
    return code.subjects.isEmpty ? [Reason(code)] : code.subjects.map { Reason(code, subject: $0) }
  }
}
