import Synchronization

/// Keeps the handle of each set of labels, made when it is first needed: to find a metric by its name costs more than to
/// count it.
///
/// Labels take one of a few words, so that it stays small.
public final class MetricHandles<Labels: Hashable & Sendable, Handle: Sendable>: Sendable {
  private let make: @Sendable (Labels) -> Handle
  private let made = Mutex<[Labels: Handle]>([:])

  /// - Parameter make: finds a handle by its name.
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
