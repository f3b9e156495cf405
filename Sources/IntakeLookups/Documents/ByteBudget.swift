import Synchronization
import WorkerRuntime

/// A semaphore of bytes: callers work at once as long as what they hold in memory together stays within a number; the
/// others wait in the order in which they came.
final class ByteBudget: Sendable {
  private struct State {
    var free: Int
    var waiting: [(bytes: Int, place: OneShot<Void>)] = []
  }

  /// All of it.
  let bytes: Int
  private let state: Mutex<State>

  /// - Parameter bytes: of all callers together, 1 or more.
  init(bytes: Int) {
    self.bytes = bytes
    state = Mutex(State(free: bytes))
  }

  /// How many callers wait now.
  var waitingCount: Int { state.withLock { $0.waiting.count } }

  /// Runs `work` when there is room for what it holds.
  ///
  /// - Parameter wanted: in bytes; more than all of it counts as all of it.
  /// - Throws: `CancellationError` if the caller is cancelled while it waits, or what the work throws.
  func holding<Value>(_ wanted: Int, _ work: () async throws -> Value) async throws -> Value {
    let share = min(max(0, wanted), bytes)
    try await take(share)
    defer { giveBack(share) }
    return try await work()
  }

  private func take(_ share: Int) async throws {
    let place: OneShot<Void>? = state.withLock { state in
      // A small one does not pass a large one that waits: it might wait for ever.
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
        // False if that caller was cancelled while it waited: it takes nothing.
        if next.place.settle(.success(())) { state.free -= next.bytes }
      }
    }
  }
}
