import Foundation
import Synchronization
import Testing
import WorkerBase

@Suite("Waiting")
struct WaitingTests {
  @Test("Work that takes too long is abandoned, even if it cannot be interrupted")
  func timeOut() async throws {
    let end = DispatchSemaphore(value: 0)
    await #expect(throws: TimedOut.self) {
      try await within(seconds: 0.1) { reply in
        Thread.detachNewThread {
          end.wait()
          reply.settle(.success(1))
        }
        return {}
      }
    }
    end.signal()
  }

  @Test("A cancelled caller is released at once, and the work is cancelled")
  func cancelled() async throws {
    let calledOff = Mutex(false)
    let waiting = Task {
      try await within(seconds: 60) { (_: OneShot<Int>) in { calledOff.withLock { $0 = true } } }
    }
    try await Task.sleep(for: .milliseconds(50))
    waiting.cancel()
    await #expect(throws: CancellationError.self) { try await waiting.value }
    #expect(calledOff.withLock { $0 })
  }

  @Test("Work that ends in time returns its result, and a second result is ignored")
  func inTime() async throws {
    #expect(try await within(seconds: 5) { 1 } == 1)
    #expect(
      try await within(seconds: 5) { reply in
        reply.settle(.success(2))
        reply.settle(.success(3))
        return {}
      } == 2)
  }

  @Test(
    "A semaphore lets a bounded number of callers run at once, and a waiting caller that is cancelled takes no slot")
  func slots() async throws {
    let slots = AsyncSemaphore(2)
    let counts = Counts()
    let tasks = (0..<200).map { number in
      Task {
        try await slots.occupying {
          counts.begin()
          try? await Task.sleep(for: .milliseconds(1))
          counts.end()
        }
        counts.finish()
      }
    }
    for (number, task) in tasks.enumerated() where number % 3 == 0 { task.cancel() }
    for task in tasks { try? await task.value }
    #expect(counts.now.most == 2)
    #expect(counts.now.finished >= 133)
    // Both slots are free again.
    try await slots.occupying { try await slots.occupying {} }
  }
}

/// Counts the callers that run now, the most that ran at the same time, and those that have finished.
private final class Counts: Sendable {
  private let state = Mutex((running: 0, most: 0, finished: 0))

  var now: (running: Int, most: Int, finished: Int) { state.withLock { $0 } }

  func begin() {
    state.withLock {
      $0.running += 1
      $0.most = max($0.most, $0.running)
    }
  }

  func end() { state.withLock { $0.running -= 1 } }

  func finish() { state.withLock { $0.finished += 1 } }
}
