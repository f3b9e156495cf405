import QueueContracts
import Synchronization

/// A cache of moments in words, because most answers of a day are due at the same moment.
final class MomentWords: Sendable {
  private let known = Mutex(LRUCache<Timestamp, LocalizedText>(limit: 64))

  /// The moment as the reader of each language writes it.
  func words(for moment: Timestamp, _ table: TextTable) -> LocalizedText {
    if let words = known.withLock({ $0[moment] }) { return words }
    let words = InEachLanguage { table.words(for: moment, in: $0) }.text(\.self)
    known.withLock { $0[moment] = words }
    return words
  }
}
