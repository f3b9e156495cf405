import Logging
import QueueContracts
import ServiceLifecycle
import ServiceLifecycleTestKit
import Synchronization
import Testing

@testable import WorkerRuntime

@Suite("Forgetting old messages")
struct StoreKeeperTests {
  private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

  /// A store that gives one prepared answer to each call, and after the last answer has nothing to remove.
  private final class Store: Retention {
    let answers: Mutex<[Result<PrunedRows, StoreError>]>
    let calls = Mutex<[(before: Timestamp, days: Int?, limit: Int)]>([])

    init(_ answers: [Result<PrunedRows, StoreError>]) { self.answers = Mutex(answers) }

    func prune(before time: Timestamp, keepingDays days: Int?, limit: Int) throws(StoreError) -> PrunedRows {
      calls.withLock { $0.append((time, days, limit)) }
      let answer = answers.withLock { $0.isEmpty ? .success(PrunedRows()) : $0.removeFirst() }
      return try answer.get()
    }

    func prunable(before time: Timestamp, keepingDays days: Int?) -> PrunedRows { PrunedRows() }
  }

  @Test("Old rows are removed 500 at a time until nothing is left")
  func parts() async throws {
    let store = Store([
      .success(PrunedRows(inbox: 500)), .success(PrunedRows(inbox: 400, deliveryEvents: 100)),
      .success(PrunedRows(deliveryEvents: 1, crashNotes: 2, processes: 3)),
    ])
    let now = Timestamp("2026-06-01T12:00:00Z")!
    let keeper = StoreKeeper(
      store: store, days: InboxDays(days: 60), pauseSeconds: 0.001, now: { now }, logger: logger)
    let removed = try await keeper.prune()
    #expect(removed == PrunedRows(inbox: 900, deliveryEvents: 101, crashNotes: 2, processes: 3))
    let calls = store.calls.withLock { $0 }
    #expect(calls.count == 3)
    #expect(calls.allSatisfy { $0.before == Timestamp("2026-04-02T12:00:00Z")! && $0.days == 60 && $0.limit == 500 })
  }

  @Test("The keeper tries again if the store is down, and a shutdown ends the keeper quietly", .timeLimit(.minutes(1)))
  func down() async throws {
    let store = Store([.failure(.unavailable("down")), .failure(.rejected("odd"))])
    let keeper = StoreKeeper(store: store, days: InboxDays(days: 60), seconds: 0.001, logger: logger)
    await testGracefulShutdown { trigger in
      await withTaskGroup(of: Void.self) { group in
        group.addTask { await keeper.run() }
        while store.calls.withLock({ $0.count }) < 5 { await Task.yield() }
        trigger.triggerGracefulShutdown()
        await group.waitForAll()
      }
    }
  }

  private func days(_ variables: [String: String]) throws(SettingsError) -> Int {
    try InboxDays(Settings(variables)).days
  }

  @Test("Messages are remembered for 60 days, or longer if they can still come again")
  func defaults() throws {
    #expect(try days([:]) == 60)
    #expect(try days(["INBOX_DAYS": "31"]) == 31)
    #expect(try days(["INBOX_DAYS": "30", "RETRY_TOTAL_SECONDS": "0"]) == 30)
    #expect(try days(["RETRY_TOTAL_SECONDS": "8640000"]) == 130)
  }

  @Test("An `INBOX_DAYS` with too few days is refused, and the error names the number that is enough")
  func tooFew() {
    let error = #expect(throws: SettingsError.self) {
      try days(["INBOX_DAYS": "45", "RETRY_TOTAL_SECONDS": "1382401"])
    }
    #expect(
      error?.description
        == "INBOX_DAYS must be at least 47. A message can wait RETRY_TOTAL_SECONDS (1382401) and then stay parked for "
        + "30 days. If it came back after INBOX_DAYS, it would take effect twice.")
  }
}
