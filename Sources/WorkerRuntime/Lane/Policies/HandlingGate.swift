import WorkerBase
import Synchronization

/// A lock between the lanes of a process: shared for ordinary batches, exclusive for a suspect that is handled alone.
///
/// If the process dies while it handles a suspect alone, no other message can be the cause.
final class HandlingGate: Sendable {
  private struct State {
    var sharing = 0
    var isExclusive = false
    var waiting: [(isExclusive: Bool, ticket: OneShot<Void>)] = []

    func admits(_ exclusive: Bool) -> Bool { !isExclusive && (!exclusive || sharing == 0) }

    mutating func enter(_ exclusive: Bool) {
      if exclusive { isExclusive = true } else { sharing += 1 }
    }
  }

  private let state = Mutex(State())

  /// Creates a gate that no lane has passed.
  init() {}

  /// Runs `work` once no lane handles a suspect alone or, if `alone` is true, once no other lane handles anything.
  ///
  /// - Parameters:
  ///   - alone: true for a suspect that is handled alone.
  ///   - whenWaiting: called with true when the lane has to wait, and with false when the wait is over.
  ///   - work: the work.
  /// - Returns: the result of the work.
  /// - Throws: `CancellationError`, or what the work throws.
  func passing<Value>(
    alone: Bool, whenWaiting: (Bool) -> Void, _ work: () async throws -> Value
  ) async throws -> Value {
    if let ticket = queued(alone) {
      whenWaiting(true)
      defer { whenWaiting(false) }
      try await ticket.value()
    }
    defer { leave(alone) }
    return try await work()
  }

  /// Joins the line of waiting lanes and returns a ticket to wait for, or enters at once and returns nil.
  private func queued(_ exclusive: Bool) -> OneShot<Void>? {
    state.withLock { state in
      // Later callers wait behind earlier ones; otherwise a suspect could wait for ever.
      if state.waiting.isEmpty, state.admits(exclusive) {
        state.enter(exclusive)
        return nil
      }
      let ticket = OneShot<Void>()
      state.waiting.append((exclusive, ticket))
      return ticket
    }
  }

  private func leave(_ exclusive: Bool) {
    state.withLock { state in
      if exclusive { state.isExclusive = false } else { state.sharing -= 1 }
      while let next = state.waiting.first, state.admits(next.isExclusive) {
        state.waiting.removeFirst()
        // `settle` returns false if the first waiting lane was cancelled; then the lane behind it may enter.
        if next.ticket.settle(.success(())) { state.enter(next.isExclusive) }
      }
    }
  }
}
