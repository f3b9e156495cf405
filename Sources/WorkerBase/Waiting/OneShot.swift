import Synchronization

/// The error of work that took longer than it may.
public struct TimedOut: Error {
  /// Creates the error.
  public init() {}
}

/// The answer of some work, settled once: by the work, by the clock or by a cancellation, whichever comes first.
///
/// Some work cannot be interrupted at once, e.g. a read from a hung network folder or an HTTP transfer. The caller that
/// waits for the answer is nevertheless released in time. An answer that comes later is dropped.
public final class OneShot<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, any Error>)
    case settled(Result<Value, any Error>)
  }

  private let state = Mutex(State.open)

  /// Creates an answer that is open.
  public init() {}

  /// The answer; nil while it is open.
  package var result: Result<Value, any Error>? {
    state.withLock { if case .settled(let result) = $0 { result } else { nil } }
  }

  /// Settles the answer; if it was settled before, drops this result and returns false.
  @discardableResult
  public func settle(_ result: Result<Value, any Error>) -> Bool {
    let before = state.withLock { state in
      let before = state
      if case .settled = state { return before }
      state = .settled(result)
      return before
    }
    switch before {
    case .settled: return false
    case .open: break
    case .awaited(let continuation): continuation.resume(with: result)
    }
    return true
  }

  /// Waits for the answer; to be called once, by one task.
  ///
  /// If that task is cancelled, the answer is settled with `CancellationError`.
  public func value() async throws -> Value {
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let early: Result<Value, any Error>? = state.withLock { state in
          if case .settled(let result) = state { return result }
          state = .awaited(continuation)
          return nil
        }
        if let early { continuation.resume(with: early) }
      }
    } onCancel: {
      settle(.failure(CancellationError()))
    }
  }
}

/// Calls `start` and waits, for a bounded time, until the answer is settled.
///
/// - Parameters:
///   - seconds: how long the answer may take, over 0.
///   - start: begins the work, which settles the answer. It returns a closure that cancels the work; the closure may be
///     called after the work has finished.
/// - Returns: the answer.
/// - Throws: ``TimedOut``, `CancellationError`, or the error with which the answer was settled.
public func within<Value: Sendable>(
  seconds: Double, start: (OneShot<Value>) -> @Sendable () -> Void
) async throws -> Value {
  let reply = OneShot<Value>()
  let callOff = start(reply)
  // Work that waits for nothing is usually done by now, and needs no timer.
  if let result = reply.result { return try result.get() }
  let alarm = AlarmClock.shared.set(after: seconds) { reply.settle(.failure(TimedOut())) }
  defer {
    AlarmClock.shared.callOff(alarm)
    callOff()
  }
  return try await reply.value()
}

/// Runs `work`; when the time is over, cancels the work and no longer waits for it.
///
/// The work begins on the caller's thread and leaves that thread when it waits for the first time.
///
/// - Parameters:
///   - seconds: how long the work may take, over 0.
///   - work: the work.
/// - Returns: the result of the work.
/// - Throws: ``TimedOut``, `CancellationError`, or what the work throws.
public func within<Value: Sendable>(
  seconds: Double, _ work: @escaping @Sendable () async throws -> Value
) async throws -> Value {
  try await within(seconds: seconds) { reply in
    let task = Task.immediate {
      do { reply.settle(.success(try await work())) } catch { reply.settle(.failure(error)) }
    }
    return { task.cancel() }
  }
}
