import Testing

@testable import WorkerRuntime

@Suite("Alerts")
struct AlertLimiterTests {
  @Test("At most one alert is raised for each reason in a minute")
  func once() {
    let (limiter, start) = (AlertLimiter(), ContinuousClock.now)
    #expect(limiter.raises("a", at: start))
    for second in [0, 1, 59] { #expect(!limiter.raises("a", at: start + .seconds(second))) }
    #expect(limiter.raises("b", at: start + .seconds(1)))
    #expect(limiter.raises("a", at: start + .seconds(60)))
    #expect(!limiter.raises("a", at: start + .seconds(119)))
  }
}
