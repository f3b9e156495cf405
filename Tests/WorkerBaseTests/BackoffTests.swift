import Testing

@testable import WorkerBase

@Suite("Back-off")
struct BackoffTests {
  @Test("A delay is a random part of a bound, and the bound doubles from 0.1 s to 30 s")
  func bounds() {
    var backoff = Backoff()
    let delays = (0..<11).map { _ in backoff.next(jitter: 1) }
    let seconds = [0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4, 12.8, 25.6, 30, 30]
    #expect(delays == seconds.map { .milliseconds(Int($0 * 1000)) })
    #expect(backoff.next(jitter: 0) == .zero)
    #expect(backoff.next(jitter: 0.5) == .seconds(15))
  }
}
