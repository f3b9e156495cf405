import Admission
import QueueContracts
import Synchronization

/// A cache of letters (texts of entries) by their ``LetterShape``.
///
/// For each shape, a letter with gaps is built once; after that only the values of an update are filled in.
final class ComposedLetters: Sendable {
  /// The greatest number of shapes that are remembered.
  ///
  /// A year of applications has a few dozen shapes. If somebody causes thousands of shapes, letters are built anew, and
  /// memory does not grow.
  static let most = 256
  /// A shape with more reasons than this is not remembered, because it is rare and its letter is large.
  static let mostReasons = 8

  private enum Letter: Sendable {
    case composed(ComposedLetter)
    /// The letter must be built anew for each update, because the letter with gaps did not give the right words.
    case builtEachTime
  }

  private let known = Mutex(LRUCache<LetterShape, Letter>(limit: most))

  /// The number of shapes that are remembered now.
  var count: Int { known.withLock(\.count) }

  /// The words for an update of this shape, with its values filled in.
  func words(
    _ shape: LetterShape, _ values: InEachLanguage<LetterValues>, by edition: RulesEdition, _ table: TextTable
  ) -> LetterWords {
    switch known.withLock({ $0[shape] }) {
    case .composed(let letter): letter.filled(values, by: edition, table)
    case .builtEachTime: LetterWords(shape, values, by: edition, table)
    case nil: learn(shape, values, by: edition, table)
    }
  }

  private func learn(
    _ shape: LetterShape, _ values: InEachLanguage<LetterValues>, by edition: RulesEdition, _ table: TextTable
  ) -> LetterWords {
    let words = LetterWords(shape, values, by: edition, table)
    guard shape.reasons.count <= Self.mostReasons else { return words }
    let letter = ComposedLetter(shape, by: edition, table)
    // The letter with gaps is used only if it gives the same words as the letter that was built without gaps.
    let isFit = letter.filled(values, by: edition, table) == words
    known.withLock { $0[shape] = isFit ? .composed(letter) : .builtEachTime }
    return words
  }
}
