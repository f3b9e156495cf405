import Synchronization

/// A cache of metric handles by their labels: finding a metric by name costs more than counting it.
///
/// Labels take one of a few words, so the cache stays small.
public final class MetricHandles<Labels: Hashable & Sendable, Handle: Sendable>: Sendable {
  private let make: @Sendable (Labels) -> Handle
  private let made = Mutex<[Labels: Handle]>([:])

  /// Creates an empty cache.
  ///
  /// - Parameter make: finds the handle for a set of labels.
  public init(_ make: @escaping @Sendable (Labels) -> Handle) { self.make = make }

  /// The handle for a set of labels.
  public subscript(labels: Labels) -> Handle {
    made.withLock { made in
      if let known = made[labels] { return known }
      let new = make(labels)
      made[labels] = new
      return new
    }
  }
}
