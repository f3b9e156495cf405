public import Admission
public import QueueContracts

/// Writes the entries of the service history in Kazakh, Russian and English.
///
/// The words are in `texts.json`, which is compiled into the program, and in the rules edition. Here the text of an
/// entry is called a *letter*.
public struct HistoryTexts: Sendable {
  let table: TextTable
  let editions: RulesEditions
  private let letters = ComposedLetters()
  private let moments = MomentWords()

  /// Reads the built-in texts.
  ///
  /// - Parameter editions: the rules editions, from which the texts take dates, ages, limits and words.
  /// - Throws: ``TextsError`` with the texts that are missing or cannot be filled in, by key and language.
  public init(editions: RulesEditions = .builtIn) throws(TextsError) {
    // A test has checked these texts in full, so only the checks that rendering relies on are repeated here.
    table = try TextTable(json: PackageResources.texts_json, isProven: true)
    self.editions = editions
  }

  /// The entry that an update makes in its recipient's service history (contract 4.8).
  ///
  /// The same parameters and rules edition give the same entry every time.
  ///
  /// - Parameters:
  ///   - update: the update.
  ///   - id: the `message_id` of the update.
  ///   - postedAt: the time of posting.
  ///   - context: the facts that the update does not hold.
  /// - Returns: the entry, in the words of the edition in force when the update was made.
  public func entry(
    _ update: ProcessingUpdated, id: MessageID, postedAt: Timestamp, context: LetterContext = LetterContext()
  ) -> HistoryEntry {
    let edition = editions.inForce(at: update.occurredAt)
    let shape = LetterShape(update, context, by: edition)
    let words = letters.words(shape, values(of: update, context), by: edition, table)
    return entry(update, words, id: id, postedAt: postedAt)
  }

  /// Makes the same entry as ``entry(_:id:postedAt:context:)``, but builds its letters without the cache.
  func entryBuiltAnew(
    _ update: ProcessingUpdated, id: MessageID, postedAt: Timestamp, context: LetterContext = LetterContext()
  ) -> HistoryEntry {
    let edition = editions.inForce(at: update.occurredAt)
    let shape = LetterShape(update, context, by: edition)
    let words = LetterWords(shape, values(of: update, context), by: edition, table)
    return entry(update, words, id: id, postedAt: postedAt)
  }

  private func values(of update: ProcessingUpdated, _ context: LetterContext) -> InEachLanguage<LetterValues> {
    let due = update.dueBy.map { moments.words(for: $0, table) }
    return InEachLanguage { LetterValues(update, context, $0, due: due?[$0]) }
  }

  private func entry(
    _ update: ProcessingUpdated, _ words: LetterWords, id: MessageID, postedAt: Timestamp
  ) -> HistoryEntry {
    // The school's own words are passed on as they came. If the school wrote no English words, the reason has none.
    let reasons = zip(update.reasons, words.reasons).map { reason, sentence in
      HistoryReason(reason, text: reason.text ?? ReasonText(sentence))
    }
    return HistoryEntry(
      entryId: id, update: update, postedAt: postedAt, title: words.title, text: words.text, reasons: reasons,
      short: words.short)
  }
}

// MARK: - For documents that explain reasons

extension HistoryTexts {
  /// The words for a reason, with dates, ages and limits from the edition.
  public func words(for reason: Reason, by edition: RulesEdition) -> LocalizedText {
    let words = InEachLanguage { language in
      ReasonWords(
        table: table, edition: edition, language: language, window: edition.firstGradeWindow, duplicateOf: nil)
    }
    return words.text { $0.sentence(StatedReason(reason)) }
  }

  /// The words for a reason, and advice, to be shown while the family fills in the form.
  ///
  /// The words do not cite the rule that the reason rests on.
  ///
  /// - Returns: the words for the reason, and the advice, which is empty if there is none.
  public func hint(for reason: Reason, by edition: RulesEdition) -> (text: LocalizedText, advice: LocalizedText) {
    let words = InEachLanguage { language in
      ReasonWords(
        table: table, edition: edition, language: language, window: edition.firstGradeWindow, duplicateOf: nil)
    }
    let stated = StatedReason(reason)
    return (
      text: words.text { $0.sentence(stated, withRule: false) },
      // For a missing document, the only advice is the place where the document is issued. The usual advice is to send
      // a new form, and this form is not sent yet.
      advice: words.text { words in
        reason.known == .documentMissing
          ? words.place(stated) ?? "" : words.advice(about: [stated], withMore: false).joined(separator: " ")
      }
    )
  }

  /// Examples of reasons with this code, one for each subject that has words of its own.
  ///
  /// For a code whose subjects are kinds of document, there is only one example.
  public func examples(of code: ReasonCode) -> [Reason] {
    if code.namesDocuments { return [Reason(code, .birthCertificate)] }
    return code.subjects.isEmpty ? [Reason(code)] : code.subjects.map { Reason(code, subject: $0) }
  }
}
