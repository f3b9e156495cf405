import QueueContracts
import Synchronization

/// The facts that a lane's code reads without a call to the world: the time, and whether documents are available.
///
/// The facts change only while every lane waits.
final class Surroundings: Sendable {
  static let beginning = Timestamp(milliseconds: 1_775_016_000_000)

  private let milliseconds = Atomic<Int64>(beginning.milliseconds)
  private let documentsDown = Atomic<Bool>(false)

  var now: Timestamp { Timestamp(milliseconds: milliseconds.load(ordering: .relaxed)) }

  /// The monotonic time, which advances with ``now``.
  var clock: ContinuousClock.Instant {
    Self.start.advanced(by: .milliseconds(milliseconds.load(ordering: .relaxed)))
  }

  private static let start = ContinuousClock.now

  var areDocumentsDown: Bool {
    get { documentsDown.load(ordering: .relaxed) }
    set { documentsDown.store(newValue, ordering: .relaxed) }
  }

  func advance(milliseconds more: Int64) { milliseconds.add(more, ordering: .relaxed) }
}
