import Synchronization
import WorkerBase

/// A semaphore that counts bytes: all callers together never hold more than ``bytes``.
///
/// Further callers wait in the order in which they came.
final class ByteBudget: Sendable {
  private struct State {
    var free: Int
    var waiting: [(bytes: Int, place: OneShot<Void>)] = []
  }

  /// The size of the budget.
  let bytes: Int
  private let state: Mutex<State>

  /// Creates a budget of which nothing is used.
  ///
  /// - Parameter bytes: the number of bytes that all callers may hold together, 1 or more.
  init(bytes: Int) {
    self.bytes = bytes
    state = Mutex(State(free: bytes))
  }

  /// The number of callers that wait now.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Waits until there is room for a number of bytes, and runs `work`.
  ///
  /// - Parameters:
  ///   - wanted: the number of bytes that the work holds; more than the whole budget counts as the whole budget.
  ///   - work: the work.
  /// - Returns: the result of the work.
  /// - Throws: `CancellationError` if the caller is cancelled while it waits, or what the work throws.
  func holding<Value>(_ wanted: Int, _ work: () async throws -> Value) async throws -> Value {
    let share = min(max(0, wanted), bytes)
    try await take(share)
    defer { giveBack(share) }
    return try await work()
  }

  private func take(_ share: Int) async throws {
    let place: OneShot<Void>? = state.withLock { state in
      // A small caller does not overtake a large caller, which might otherwise wait for ever.
      if state.waiting.isEmpty, state.free >= share {
        state.free -= share
        return nil
      }
      let place = OneShot<Void>()
      state.waiting.append((share, place))
      return place
    }
    try await place?.value()
  }

  private func giveBack(_ share: Int) {
    state.withLock { state in
      state.free += share
      while let next = state.waiting.first, next.bytes <= state.free {
        state.waiting.removeFirst()
        // `settle` is false if the caller was cancelled while it waited. Such a caller takes nothing.
        if next.place.settle(.success(())) { state.free -= next.bytes }
      }
    }
  }
}
