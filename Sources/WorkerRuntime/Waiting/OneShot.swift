import Synchronization

/// Work took longer than it may.
public struct TimedOut: Error {
  /// Says no more than that.
  public init() {}
}

/// An answer that comes at most once, from whoever is first: the work, the clock, or the cancellation.
///
/// Reading from a hung network folder cannot be interrupted, and a transfer notices its cancellation in its own time.
/// Whoever waits here is let go at once; an answer that comes later is dropped.
public final class OneShot<Value: Sendable>: Sendable {
  private enum State {
    case open
    case awaited(CheckedContinuation<Value, any Error>)
    case settled(Result<Value, any Error>)
  }

  private let state = Mutex(State.open)

  /// Waits for its answer.
  public init() {}

  /// Its answer; nil as long as there is none.
  var result: Result<Value, any Error>? {
    state.withLock { if case .settled(let result) = $0 { result } else { nil } }
  }

  /// Settles it; false where it was settled already, and this result is dropped.
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

  /// The answer; to be asked for by one task, once.
  ///
  /// Cancelling that task settles it.
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

/// The answer that `start` has promised to settle.
///
/// - Parameters:
///   - seconds: how long it may take, over 0.
///   - start: begins the work and returns how to call it off; calling off finished work must do no harm.
/// - Throws: ``TimedOut``, `CancellationError`, or what the work throws.
public func within<Value: Sendable>(
  seconds: Double, start: (OneShot<Value>) -> @Sendable () -> Void
) async throws -> Value {
  let reply = OneShot<Value>()
  let callOff = start(reply)
  // Most work that waits for nobody is done by now, and needs no alarm.
  if let result = reply.result { return try result.get() }
  let alarm = AlarmClock.shared.set(after: seconds) { reply.settle(.failure(TimedOut())) }
  defer {
    AlarmClock.shared.callOff(alarm)
    callOff()
  }
  return try await reply.value()
}

/// The result of `work`, which is cancelled after `seconds` and waited for no longer.
///
/// The work begins on the caller's thread, and leaves it when it waits for the first time.
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
