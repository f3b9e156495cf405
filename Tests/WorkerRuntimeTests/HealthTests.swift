import Synchronization
import Testing

@testable import WorkerRuntime

@Suite("Readiness")
struct HealthTests {
  private final class HandClock: Sendable {
    private let instant = Mutex(ContinuousClock.now)
    var now: ContinuousClock.Instant { instant.withLock { $0 } }
    func advance(_ seconds: Int) { instant.withLock { $0 += .seconds(seconds) } }
  }

  @Test("A lane is ready while it consumes, and not ready while it waits for another lane")
  func states() {
    let health = Health()
    #expect(!health.isReady)
    health.set(.consuming, lane: 0)
    #expect(health.isReady)
    health.set(.waiting("a suspect message is handled alone"), lane: 0)
    #expect(!health.isReady)
    #expect(health.report == "lane 0: waiting, a suspect message is handled alone\n")
  }

  @Test("A process is not ready until its problem is over")
  func problems() {
    let health = Health()
    health.set(.consuming, lane: 0)
    health.setProblem("store", "store is down")
    #expect(!health.isReady)
    #expect(health.report == "problem store: store is down\nlane 0: consuming\n")
    health.setProblem("store", nil)
    #expect(health.isReady)
  }

  @Test("A lane that is in one stage for over a minute is stuck, and the time starts again with the next stage")
  func stuck() {
    let clock = HandClock()
    let health = Health(now: { clock.now })
    health.set(.consuming, lane: 0)
    let commit = health.enter(stage: "commit", lane: 0)
    clock.advance(60)
    #expect(health.isReady)
    clock.advance(15)
    #expect(!health.isReady)
    #expect(health.report == "lane 0: stuck in commit for 75 s\n")
    health.leave(commit, lane: 0)
    let publish = health.enter(stage: "publish", lane: 0)
    #expect(health.isReady)
    clock.advance(61)
    health.leave(publish, lane: 0)
    #expect(health.isReady)
  }

  @Test("A stuck batch is reported even if other batches of its lane go on")
  func stuckBesideOthers() {
    let clock = HandClock()
    let health = Health(now: { clock.now })
    health.set(.consuming, lane: 0)
    _ = health.enter(stage: "commit", lane: 0)
    for _ in 0..<7 {
      let other = health.enter(stage: "commit", lane: 0)
      clock.advance(10)
      health.leave(other, lane: 0)
    }
    #expect(health.report == "lane 0: stuck in commit for 70 s\n")
  }

  @Test("The health report has no text of an error or of the broker, so it names no host, address or path")
  func noAddress() {
    let health = Health()
    let secret = "db-7.internal:5672 /var/lib/secret"
    let errors: [any Error] = [
      BrokerError(.unreachable, secret), BrokerError(.tls, secret), EnvironmentDown("store", detail: secret),
      StoreError.unavailable(secret),
    ]
    for (lane, error) in errors.enumerated() { health.set(.failed(Health.reason(of: error)), lane: lane) }
    health.setBlocked("low on \(secret)", lane: 0)
    #expect(!health.report.contains("db-7"))
    #expect(!health.report.contains("/var"))
    #expect(health.report.contains("lane 0: not consuming, the broker is unreachable, blocked by the broker\n"))
    #expect(health.report.contains("lane 2: not consuming, store is down\n"))
  }
}
