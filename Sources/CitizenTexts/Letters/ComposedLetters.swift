import Admission
import QueueContracts
import Synchronization

/// A cache of letters (texts of entries) by their ``LetterForm``: each letter is built once, and then only filled in.
final class ComposedLetters: Sendable {
  /// The number of forms that are remembered.
  ///
  /// A year of applications has a few dozen forms. If somebody causes thousands of forms, letters are built anew, and
  /// memory does not grow.
  static let most = 256
  /// A form with more reasons than this is not remembered, because it is rare and its letter is large.
  static let mostReasons = 8

  private enum Letter: Sendable {
    case composed(ComposedLetter)
    /// The letter must be built anew for each update, because the letter with gaps did not give the right words.
    case unfit
  }

  private let known = Mutex(LRUCache<LetterForm, Letter>(limit: most))

  /// The number of forms that are remembered now.
  var count: Int { known.withLock(\.count) }

  /// The words for an update of this form, with its values filled in.
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
    // The letter with gaps is used only if it gives the same words as the letter that was built without gaps.
    let isFit = letter.filled(values, by: edition, table) == words
    known.withLock { $0[form] = isFit ? .composed(letter) : .unfit }
    return words
  }
}
