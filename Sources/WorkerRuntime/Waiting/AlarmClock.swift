import Synchronization

/// Rings after a time, unless it is called off before.
///
/// One sleeping task serves all alarms of a process. Almost every alarm is called off long before its time, and a task
/// with a timer of its own would cost more than most of the work that it watches over.
public final class AlarmClock: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// That of the process.
  public static let shared = AlarmClock()

  /// An alarm that was set.
  public struct Alarm: Sendable {
    fileprivate let number: UInt64
  }

  private struct State {
    var rings: [UInt64: (time: Instant, ring: @Sendable () -> Void)] = [:]
    var lastNumber: UInt64 = 0
    /// When the sleeper looks next; nil if there is none.
    var look: Instant?
    var sleeper: Task<Void, Never>?

    /// By their times.
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
  ///   - seconds: from now on, 0 or more.
  ///   - ring: is called once, from another task; it must not wait.
  public func set(after seconds: Double, ring: @escaping @Sendable () -> Void) -> Alarm {
    let time = Instant.now.advanced(by: .seconds(seconds))
    return state.withLock { state in
      state.lastNumber += 1
      state.rings[state.lastNumber] = (time, ring)
      if state.look.map({ time < $0 }) ?? true {
        state.look = time
        state.sleeper?.cancel()
        state.sleeper = Task.detached { await self.sleep(until: time) }
      }
      return Alarm(number: state.lastNumber)
    }
  }

  /// Calls an alarm off; one that has rung stays as it is.
  public func callOff(_ alarm: Alarm) {
    state.withLock { $0.rings[alarm.number] = nil }
  }

  /// Rings what is due, time after time, until no alarm is set; ends at once if another sleeper has taken its place.
  private func sleep(until first: Instant) async {
    var look: Instant? = first
    while let time = look {
      do { try await Task.sleep(until: time, clock: .continuous) } catch { return }
      let due = state.withLock { state -> [@Sendable () -> Void] in
        guard state.look == time else {
          look = nil
          return []
        }
        let due = state.takeDue(at: .now)
        look = state.rings.values.map(\.time).min()
        state.look = look
        return due
      }
      for ring in due { ring() }
    }
  }
}
