import Synchronization

/// A cache of metric handles by their labels, because finding a metric by name costs more than changing its value.
///
/// Each label has one of a few values, so the cache stays small.
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
