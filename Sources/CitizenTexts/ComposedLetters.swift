import Admission
import QueueContracts
import Synchronization

/// Remembers the letters of the forms that come, so that each is built once and then filled in.
final class ComposedLetters: Sendable {
  /// A campaign has a few dozen forms; whoever sends thousands has them built anew, and fills no memory.
  static let most = 256
  /// A form with more reasons is rare, and its letter large.
  static let mostReasons = 8

  private enum Letter: Sendable {
    case composed(ComposedLetter)
    /// A text has a scalar that is no character, so that it cannot be told from a gap.
    case unfit
  }

  private let known = Mutex(LRUCache<LetterForm, Letter>(limit: most))

  /// How many forms are remembered.
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
    // Nothing is put together from pieces that was not the same when it was built as a whole.
    let isFit = letter.filled(values, by: edition, table) == words
    known.withLock { $0[form] = isFit ? .composed(letter) : .unfit }
    return words
  }
}
