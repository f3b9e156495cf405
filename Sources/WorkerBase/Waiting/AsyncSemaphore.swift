import Synchronization

/// A semaphore for tasks: a bounded number of callers work at once; the others wait in the order in which they came.
public final class AsyncSemaphore: Sendable {
  private struct State {
    var free: Int
    var waiting: [OneShot<Void>] = []
  }

  private let state: Mutex<State>

  /// Creates a semaphore that nobody holds.
  ///
  /// - Parameter count: how many callers may work at once, 1 or more.
  public init(_ count: Int) { state = Mutex(State(free: count)) }

  /// Runs `work` when a slot is free.
  ///
  /// - Throws: `CancellationError` if the caller is cancelled while it waits, or what the work throws.
  public func occupying<Value>(_ work: () async throws -> Value) async throws -> Value {
    try await take()
    defer { giveBack() }
    return try await work()
  }

  private func take() async throws {
    let ticket: OneShot<Void>? = state.withLock { state in
      if state.free > 0 {
        state.free -= 1
        return nil
      }
      let ticket = OneShot<Void>()
      state.waiting.append(ticket)
      return ticket
    }
    try await ticket?.value()
  }

  private func giveBack() {
    state.withLock { state in
      while !state.waiting.isEmpty {
        // `settle` returns false if the first waiting caller was cancelled. The slot then passes to the next caller;
        // otherwise the slot would be lost.
        if state.waiting.removeFirst().settle(.success(())) { return }
      }
      state.free += 1
    }
  }
}
