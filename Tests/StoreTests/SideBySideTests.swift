import Admission
import Dispatch
import Foundation
import PostgresClient
import QueueContracts
import Testing
import WorkerRuntime
@testable import WorkerStore
import WorkerTesting

/// Transactions of several lanes and processes at once, on a real PostgreSQL.
struct SideBySideTests {
  @Test("Batches that share no family run side by side, in one process and in two", .timeLimit(.minutes(2)))
  func families() async throws {
    let database = try await TemporaryDatabase.migrated()
    let (first, second) = (try await database.open(), try await database.open())
    let held = await Held(on: first, Batch(1...200))
    defer { held.release() }
    for (number, store) in [first, second].enumerated() {
      let batch = Batch((number + 1) * 1000 + 1...(number + 1) * 1000 + 200)
      try await store.change(messages: batch.messages, batch.keys) { batch.enter(&$0, &$1) }
      #expect(try await store.application(StoreSample.id(batch.numbers.upperBound)) != nil)
    }
    held.release()
    try await held.end()
  }

  @Test(
    "Transactions about the same child wait for each other, even if the child has no row yet", .timeLimit(.minutes(2)))
  func child() async throws {
    let database = try await TemporaryDatabase.migrated()
    let (first, second) = (try await database.open(), try await database.open())
    let held = await Held(on: first, Batch(1...1))
    defer { held.release() }
    var keys = StoreSample.keys(applications: [2])
    keys.children = [StoreSample.application(1).childIin]
    let waiting = Task { [keys] in try await second.change(keys) { $1.applications.count } }
    try await waitForWaiter(in: database)
    held.release()
    try await held.end()
    #expect(try await waiting.value == 1)
  }

  @Test("Transactions about the same application wait for each other, and read the latest row", .timeLimit(.minutes(2)))
  func application() async throws {
    let database = try await TemporaryDatabase.migrated()
    let (first, second) = (try await database.open(), try await database.open())
    try await first.change { $1.enter(StoreSample.application(1)) }
    let keys = StoreSample.keys(applications: [1])
    let held = await Held(on: first, keys) { $1.end(StoreSample.id(1), as: .withdrawn, at: StoreSample.time(9)) }
    defer { held.release() }
    let waiting = Task { try await second.change(keys) { $1.applications[StoreSample.id(1)]?.state } }
    try await waitForWaiter(in: database)
    held.release()
    try await held.end()
    #expect(try await waiting.value == .withdrawn)
  }

  @Test(
    "If two processes decide the same message, the second runs its batch again and finds the first decision",
    .timeLimit(.minutes(2)))
  func message() async throws {
    let database = try await TemporaryDatabase.migrated()
    let (slow, fast) = (try await database.open(), try await database.open())
    // The slow process has read the inbox before the fast one begins.
    let held = await Held(on: slow, Batch(1...3))
    defer { held.release() }
    // The fast process enters applications of families that the slow one does not load, so the two batches share only
    // message 3.
    try await fast.change(messages: [3, 4].map(StoreSample.message)) { inbox, ledger in
      for number in [3, 4] {
        inbox.record(StoreSample.entry(number + 100), for: StoreSample.message(number))
        ledger.enter(StoreSample.application(number + 100))
      }
    }
    held.release()
    try await held.end()
    let known = try await slow.change(messages: (1...4).map(StoreSample.message)) { inbox, _ in
      (1...4).map { inbox[StoreSample.message($0)] }
    }
    #expect(known == [1, 2, 103, 104].map(StoreSample.entry))
    #expect(try database.connection().value("SELECT count(*) FROM application") == "4")
    #expect(try await slow.application(StoreSample.id(3)) == nil)
  }

  @Test(
    "With many lanes at once, arrival numbers have no gaps, and each message has one effect", .timeLimit(.minutes(4)))
  func hammer() async throws {
    let database = try await TemporaryDatabase.migrated()
    let stores = [try await database.open(), try await database.open(), try await database.open()]
    var random = SplitMix64(seed: 7)
    // Every message comes three times, in batches that were put together at random.
    let deliveries = (0..<900).map { $0 % 300 + 1 }.shuffled(using: &random)
    let batches = stride(from: 0, to: deliveries.count, by: 15).map { Array(deliveries[$0..<$0 + 15]) }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (number, batch) in batches.enumerated() {
        group.addTask {
          let numbers = Set(batch)
          var keys = StoreSample.keys(applications: Array(numbers), schoolYears: Array(numbers))
          keys.children = Set(numbers.map { StoreSample.application($0).childIin })
          try await stores[number % 3].change(messages: numbers.map(StoreSample.message), keys) { inbox, ledger in
            for number in batch where inbox[StoreSample.message(number)] == nil {
              inbox.record(StoreSample.entry(number), for: StoreSample.message(number))
              ledger.enter(StoreSample.application(number))
              _ = ledger.acceptArrival(of: StoreSample.id(number))
              ledger.post(StoreSample.historyEntry(number))
            }
          }
        }
      }
      try await group.waitForAll()
    }
    let counts = try await stores[0].arrivals(year: StoreSample.application(1).schoolYear.year)
    #expect(counts.map(\.last) == [300])
    #expect(counts.allSatisfy { $0.hasNoGaps })
    let rows = "SELECT (SELECT count(*) FROM inbox) || ' ' || (SELECT count(*) FROM service_history)"
    #expect(try database.connection().value(rows) == "300 300")
  }

  @Test("While a batch with more than 512 children is written, all other batches wait", .timeLimit(.minutes(2)))
  func crowd() async throws {
    let database = try await TemporaryDatabase.migrated()
    let (first, second) = (try await database.open(), try await database.open())
    let held = await Held(on: first, Batch(1...600))
    defer { held.release() }
    let other = Batch(1001...1001)
    let waiting = Task { try await second.change(messages: other.messages, other.keys) { other.enter(&$0, &$1) } }
    try await waitForWaiter(in: database)
    held.release()
    try await held.end()
    try await waiting.value
  }

  @Test("If all connections are in use, further transactions wait", .timeLimit(.minutes(1)))
  func pool() async throws {
    let database = try await TemporaryDatabase.migrated()
    let store = try await PostgresStore.open(database.url, connections: 2)
    let begun = Gauge()
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 1...30 {
        group.addTask {
          try await store.change { _, ledger in
            begun.enter()
            ledger.enter(StoreSample.application(number))
            begun.leave()
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(begun.highest <= 2)
    #expect(try database.connection().value("SELECT count(*) FROM application") == "30")
  }

  private func waitForWaiter(in database: TemporaryDatabase) async throws {
    let watch = try database.connection()
    let waiters =
      "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    while try watch.value(waiters) != "1" { try await Task.sleep(for: .milliseconds(20)) }
  }
}

/// Applications that come in one batch.
private struct Batch: Sendable {
  let numbers: ClosedRange<Int>
  var messages: [MessageID] { numbers.map(StoreSample.message) }
  var keys: Ledger.Keys {
    var keys = StoreSample.keys(applications: Array(numbers))
    keys.children = Set(numbers.map { StoreSample.application($0).childIin })
    return keys
  }

  init(_ numbers: ClosedRange<Int>) { self.numbers = numbers }

  func enter(_ inbox: inout Inbox, _ ledger: inout Ledger) {
    for number in numbers where inbox[StoreSample.message(number)] == nil {
      inbox.record(StoreSample.entry(number), for: StoreSample.message(number))
      ledger.enter(StoreSample.application(number))
    }
  }
}

/// A transaction that stays open until it is released.
private final class Held: Sendable {
  private let gate = DispatchSemaphore(value: 0)
  private let task: Task<Void, any Error>

  /// Begins the transaction, and returns as soon as its body has begun.
  convenience init(on store: PostgresStore, _ batch: Batch) async {
    await self.init(on: store, batch.keys, messages: batch.messages) { batch.enter(&$0, &$1) }
  }

  init(
    on store: PostgresStore, _ keys: Ledger.Keys, messages: [MessageID] = [],
    _ body: @escaping @Sendable (inout Inbox, inout Ledger) -> Void
  ) async {
    let began = AsyncStream<Void>.makeStream()
    task = Task { [gate] in
      try await store.change(messages: messages, keys) { inbox, ledger in
        began.continuation.yield()
        gate.wait()
        // After a conflict the store runs this body again; the second run must not wait.
        gate.signal()
        body(&inbox, &ledger)
      }
    }
    for await _ in began.stream { break }
  }

  /// Lets the transaction end; a second call does no harm.
  ///
  /// Without this call, the thread of a failed test would wait for ever.
  func release() { gate.signal() }

  func end() async throws { try await task.value }
}

/// Counts the callers that have entered and not left yet, and keeps the highest count.
private final class Gauge: Sendable {
  private let lock = NSLock()
  private nonisolated(unsafe) var (inside, most) = (0, 0)

  var highest: Int { lock.withLock { most } }

  func enter() {
    lock.withLock {
      inside += 1
      most = max(most, inside)
    }
  }

  func leave() { lock.withLock { inside -= 1 } }
}
