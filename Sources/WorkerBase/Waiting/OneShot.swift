import Synchronization

/// The error of work that took longer than it may.
public struct TimedOut: Error {
  /// Creates the error.
  public init() {}
}

/// An answer that is settled once, by the first of three: the work, the clock or a cancellation.
///
/// Reading from a hung network folder cannot be interrupted, and an HTTP transfer takes its time to notice a
/// cancellation. A caller that waits here is released at once; an answer that comes later is dropped.
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

  /// Waits for the answer; only one task may call it, once.
  ///
  /// Cancelling that task settles the answer.
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

/// Waits for the answer that `start` promises to settle, for a bounded time.
///
/// - Parameters:
///   - seconds: how long the answer may take, over 0.
///   - start: begins the work and returns how to cancel it; cancelling finished work must do no harm.
/// - Returns: the answer.
/// - Throws: ``TimedOut``, `CancellationError`, or the failure of the answer.
public func within<Value: Sendable>(
  seconds: Double, start: (OneShot<Value>) -> @Sendable () -> Void
) async throws -> Value {
  let reply = OneShot<Value>()
  let callOff = start(reply)
  // Work that waits for nothing is usually done by now, and needs no alarm.
  if let result = reply.result { return try result.get() }
  let alarm = AlarmClock.shared.set(after: seconds) { reply.settle(.failure(TimedOut())) }
  defer {
    AlarmClock.shared.callOff(alarm)
    callOff()
  }
  return try await reply.value()
}

/// Runs `work` for a bounded time; after that it is cancelled and no longer waited for.
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
