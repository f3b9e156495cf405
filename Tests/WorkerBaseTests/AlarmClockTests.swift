import Synchronization
import Testing

@testable import WorkerBase

@Suite("An alarm clock", .timeLimit(.minutes(1)))
struct AlarmClockTests {
  let clock = AlarmClock()

  @Test("Alarms ring in the order of their times, and a cancelled alarm does not ring")
  func order() async throws {
    let rung = Mutex<[Int]>([])
    let last = OneShot<Void>()
    var alarms: [AlarmClock.Alarm] = []
    for number in [3, 1, 2] {
      alarms.append(clock.set(after: Double(number) * 0.05) { rung.withLock { $0.append(number) } })
    }
    clock.callOff(alarms[2])
    _ = clock.set(after: 0.3) { last.settle(.success(())) }
    try await last.value()
    #expect(rung.withLock { $0 } == [1, 3])
  }

  @Test("A thousand alarms that are set at once ring once each")
  func many() async throws {
    let rung = Atomic(0)
    let last = OneShot<Void>()
    for number in 0..<1000 {
      _ = clock.set(after: Double(number % 7) * 0.01) {
        if rung.add(1, ordering: .relaxed).newValue == 1000 { last.settle(.success(())) }
      }
    }
    try await last.value()
    #expect(rung.load(ordering: .relaxed) == 1000)
  }
}
