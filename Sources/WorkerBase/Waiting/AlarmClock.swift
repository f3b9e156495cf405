import Synchronization

/// A timer: each alarm rings after a time unless it is cancelled first.
///
/// One sleeping task serves all alarms of a process. Almost every alarm is cancelled long before its time. A sleeping
/// task for each alarm would cost more than most of the work that the alarms guard.
public final class AlarmClock: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// The alarm clock of the process.
  public static let shared = AlarmClock()

  /// An alarm that was set.
  public struct Alarm: Sendable {
    fileprivate let number: UInt64
  }

  private struct State {
    var rings: [UInt64: (time: Instant, ring: @Sendable () -> Void)] = [:]
    var lastNumber: UInt64 = 0
    /// The time at which the sleeping task wakes next; nil if no task sleeps.
    var nextWake: Instant?
    var sleeper: Task<Void, Never>?

    /// Removes the alarms that are due and returns them in the order of their times.
    mutating func takeDue(at now: Instant) -> [@Sendable () -> Void] {
      let due = rings.filter { $0.value.time <= now }.sorted { $0.value.time < $1.value.time }
      for (number, _) in due { rings[number] = nil }
      return due.map(\.value.ring)
    }
  }

  private let state = Mutex(State())

  /// Sets an alarm.
  ///
  /// - Parameters:
  ///   - seconds: the time from now, 0 or more.
  ///   - ring: called once, from another task; it must not block.
  /// - Returns: the alarm, for ``callOff(_:)``.
  public func set(after seconds: Double, ring: @escaping @Sendable () -> Void) -> Alarm {
    let time = Instant.now.advanced(by: .seconds(seconds))
    return state.withLock { state in
      state.lastNumber += 1
      state.rings[state.lastNumber] = (time, ring)
      if state.nextWake.map({ time < $0 }) ?? true {
        state.nextWake = time
        state.sleeper?.cancel()
        state.sleeper = Task.detached { await self.sleep(until: time) }
      }
      return Alarm(number: state.lastNumber)
    }
  }

  /// Cancels an alarm; has no effect if the alarm has rung.
  public func callOff(_ alarm: Alarm) {
    state.withLock { $0.rings[alarm.number] = nil }
  }

  /// Rings each alarm at its time, until no alarm is set or another task has replaced this one.
  private func sleep(until first: Instant) async {
    var nextWake: Instant? = first
    while let time = nextWake {
      do { try await Task.sleep(until: time, clock: .continuous) } catch { return }
      let due = state.withLock { state -> [@Sendable () -> Void] in
        guard state.nextWake == time else {
          nextWake = nil
          return []
        }
        let due = state.takeDue(at: .now)
        nextWake = state.rings.values.map(\.time).min()
        state.nextWake = nextWake
        return due
      }
      for ring in due { ring() }
    }
  }
}
