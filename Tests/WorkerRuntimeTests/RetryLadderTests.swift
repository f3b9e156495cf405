import Testing

@testable import WorkerRuntime

@Suite("The retry ladder")
struct RetryLadderTests {
  @Test("A message waits for each step of the ladder once, then for the last step again and again")
  func steps() {
    let ladder = RetryLadder(stepSeconds: [1, 5, 30, 120, 600], totalSeconds: 86_400)
    #expect((0..<7).map { ladder.wait(after: $0) } == [1, 5, 30, 120, 600, 600, 600])
  }

  @Test("The waits of a message together do not exceed the ladder's total")
  func total() {
    let ladder = RetryLadder(stepSeconds: [1, 5], totalSeconds: 16)
    #expect((0..<6).map { ladder.wait(after: $0) } == [1, 5, 5, 5, nil, nil])
    #expect(RetryLadder(stepSeconds: [1, 5], totalSeconds: 15).wait(after: 3) == nil)
  }

  @Test("A ladder whose total is zero retries nothing")
  func none() {
    #expect(RetryLadder(stepSeconds: [1], totalSeconds: 0).wait(after: 0) == nil)
  }

  @Test("After an absurdly high number of attempts, a message is not retried", arguments: [1_000_000, Int.max])
  func hostile(attempt: Int) {
    #expect(RetryLadder().wait(after: attempt) == nil)
  }
}
