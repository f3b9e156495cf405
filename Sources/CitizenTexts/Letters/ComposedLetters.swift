import Admission
import QueueContracts
import Synchronization

/// A cache of the letters of forms: each letter is built once, and then only filled in.
final class ComposedLetters: Sendable {
  /// The number of forms that are remembered.
  ///
  /// A campaign has a few dozen forms. If somebody causes thousands, letters are built anew and memory does not grow.
  static let most = 256
  /// The number of reasons up to which a form is remembered; a form with more is rare, and its letter is large.
  static let mostReasons = 8

  private enum Letter: Sendable {
    case composed(ComposedLetter)
    /// A text of the letter contains a scalar that would be taken for a gap, so the letter is always built as a whole.
    case unfit
  }

  private let known = Mutex(LRUCache<LetterForm, Letter>(limit: most))

  /// The number of forms that are remembered now.
  var count: Int { known.withLock(\.count) }

  /// The words for one update.
  func words(
    _ form: LetterForm, _ values: InEachLanguage<LetterValues>, by edition: RulesEdition, _ table: TextTable
  ) -> LetterWords {
    switch known.withLock({ $0[form] }) {
    case .composed(let letter): letter.filled(values, by: edition, table)
    case .unfit: LetterWords(form, values, by: edition, table)
    case nil: learn(form, values, by: edition, table)
    }
  }

  private func learn(
    _ form: LetterForm, _ values: InEachLanguage<LetterValues>, by edition: RulesEdition, _ table: TextTable
  ) -> LetterWords {
    let words = LetterWords(form, values, by: edition, table)
    guard form.reasons.count <= Self.mostReasons else { return words }
    let letter = ComposedLetter(form, by: edition, table)
    // The composed letter is used only if it gave the same words as the letter that was built as a whole.
    let isFit = letter.filled(values, by: edition, table) == words
    known.withLock { $0[form] = isFit ? .composed(letter) : .unfit }
    return words
  }
}
