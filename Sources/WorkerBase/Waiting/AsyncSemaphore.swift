import Synchronization

/// A semaphore for tasks: all callers together never hold more units than there are.
///
/// A unit is a slot, a byte, or whatever else is bounded. Further callers wait in the order in which they came. A caller
/// that wants few units does not overtake one that waits for many, which might otherwise wait for ever.
public final class AsyncSemaphore: Sendable {
  private struct State {
    var free: Int
    var waiting: [(units: Int, ticket: OneShot<Void>)] = []
  }

  /// The number of units that all callers may hold together.
  package let total: Int
  private let state: Mutex<State>

  /// Creates a semaphore that nobody holds.
  ///
  /// - Parameter count: the number of units, 1 or more. If each caller takes one unit, so many callers may work at once.
  public init(_ count: Int) {
    total = count
    state = Mutex(State(free: count))
  }

  /// The number of callers that wait now.
  package var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Runs `work` when enough units are free.
  ///
  /// - Parameters:
  ///   - units: how many units the work holds; more than all units counts as all, less than 0 as 0.
  ///   - work: the work.
  /// - Returns: the result of the work.
  /// - Throws: `CancellationError` if the caller is cancelled while it waits, or what the work throws.
  public func occupying<Value>(_ units: Int = 1, _ work: () async throws -> Value) async throws -> Value {
    let units = min(max(0, units), total)
    try await take(units)
    defer { giveBack(units) }
    return try await work()
  }

  private func take(_ units: Int) async throws {
    let ticket: OneShot<Void>? = state.withLock { state in
      if state.waiting.isEmpty, state.free >= units {
        state.free -= units
        return nil
      }
      let ticket = OneShot<Void>()
      state.waiting.append((units, ticket))
      return ticket
    }
    try await ticket?.value()
  }

  private func giveBack(_ units: Int) {
    state.withLock { state in
      state.free += units
      while let next = state.waiting.first, next.units <= state.free {
        state.waiting.removeFirst()
        // `settle` returns false if the caller was cancelled while it waited. Such a caller takes nothing.
        if next.ticket.settle(.success(())) { state.free -= next.units }
      }
    }
  }
}
