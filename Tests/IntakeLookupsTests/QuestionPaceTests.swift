import Synchronization
import Testing

@testable import IntakeLookups

@Suite("The pace of questions to a register")
struct QuestionPaceTests {
  @Test("A process spreads its questions evenly over time, and refuses a question that would wait too long")
  func spread() {
    let (share, start) = (RegisterShare(), ContinuousClock.now)
    let pace = QuestionPace(share: share) { 10 }
    func turn(_ seconds: Double, within patience: Double = 60) -> Double? {
      pace.start(at: start + .seconds(seconds), within: patience, perSecond: 10).map {
        (turn: ContinuousClock.Instant) in
        (start.duration(to: turn) / .milliseconds(1)).rounded() / 1000
      }
    }
    #expect([turn(0), turn(0), turn(0)] == [0, 0.1, 0.2])
    #expect(turn(0, within: 0.25) == nil)
    #expect(turn(0, within: 0.31) == 0.3)
    #expect(turn(5) == 5)
    share.set(lanes: 2, of: 8)
    #expect([turn(10), turn(10), turn(10)] == [10, 10.4, 10.8])
    share.set(lanes: 2, of: 0)
    #expect(share.value == 1)
  }

  @Test("An operator's new limit holds from the next question on, and without a limit no question waits")
  func limitedLive() async throws {
    let limit = Mutex(Int?.none)
    let pace = QuestionPace(share: RegisterShare()) { limit.withLock { $0 } }
    for _ in 0..<1000 { try await pace.turn(within: 0) }
    limit.withLock { $0 = 1 }
    try await pace.turn(within: 0)
    await #expect(throws: QuestionPace.Crowded.self) { try await pace.turn(within: 0) }
    limit.withLock { $0 = nil }
    try await pace.turn(within: 0)
  }
}
