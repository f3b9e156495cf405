import Synchronization
import Testing
import WorkerBase

@Suite("A semaphore of many units, such as a budget of bytes")
struct SemaphoreUnitsTests {
  @Test("All callers together stay within the units, and afterwards all units are free again")
  func bounded() async throws {
    let budget = AsyncSemaphore(100)
    let counts = Shared((held: 0, most: 0, finished: 0))
    let tasks = (0..<200).map { number in
      Task {
        // Some callers want more than all units.
        let share = number % 7 == 0 ? 1_000_000 : 1 + number % 60
        try await budget.occupying(share) {
          counts.change { counts in
            counts.held += min(share, 100)
            counts.most = max(counts.most, counts.held)
          }
          try? await Task.sleep(for: .milliseconds(1))
          counts.change { $0.held -= min(share, 100) }
        }
        counts.change { $0.finished += 1 }
      }
    }
    for (number, task) in tasks.enumerated() where number % 3 == 0 { task.cancel() }
    for task in tasks { try? await task.value }
    #expect(counts.value.most <= 100)
    #expect(counts.value.finished >= 133)
    try await budget.occupying(100) {}
  }

  @Test("A caller that wants few units does not overtake a caller that waits for many")
  func inOrder() async throws {
    let budget = AsyncSemaphore(10)
    let order = Shared([String]())
    let (isHeld, release) = (OneShot<Void>(), OneShot<Void>())
    let first = Task {
      try await budget.occupying(6) {
        isHeld.settle(.success(()))
        try await release.value()
      }
    }
    try await isHeld.value()
    let large = Task { try await budget.occupying(10) { order.change { $0.append("large") } } }
    while budget.waitingCount < 1 { await Task.yield() }
    let small = Task { try await budget.occupying { order.change { $0.append("small") } } }
    while budget.waitingCount < 2 { await Task.yield() }
    release.settle(.success(()))
    for task in [first, large, small] { try await task.value }
    #expect(order.value == ["large", "small"])
  }
}

/// A value that tasks share.
private final class Shared<Value: Sendable>: Sendable {
  private let state: Mutex<Value>

  init(_ value: Value) { state = Mutex(value) }

  var value: Value { state.withLock { $0 } }

  func change(_ change: (inout sending Value) -> Void) { state.withLock { change(&$0) } }
}
