import Testing

@testable import WorkerRuntime

@Suite("The retry ladder")
struct RetryLadderTests {
  @Test("A message waits for each step of the ladder once, then for the last step again and again")
  func steps() {
    let ladder = RetryLadder(stepSeconds: [1, 5, 30, 120, 600], totalSeconds: 86_400)
    #expect((0..<7).map { ladder.wait(after: $0) } == [1, 5, 30, 120, 600, 600, 600])
  }

  @Test("The sum of the waits does not exceed the total")
  func total() {
    let ladder = RetryLadder(stepSeconds: [1, 5], totalSeconds: 16)
    #expect((0..<6).map { ladder.wait(after: $0) } == [1, 5, 5, 5, nil, nil])
    #expect(RetryLadder(stepSeconds: [1, 5], totalSeconds: 15).wait(after: 3) == nil)
  }

  @Test("With a total of zero nothing is retried")
  func none() {
    #expect(RetryLadder(stepSeconds: [1], totalSeconds: 0).wait(after: 0) == nil)
  }

  @Test("An absurdly high attempt number counts as a spent total", arguments: [1_000_000, Int.max])
  func hostile(attempt: Int) {
    #expect(RetryLadder().wait(after: attempt) == nil)
  }
}
