import Admission
import Foundation
import QueueContracts
import Testing
import TestTools
import WorkerRuntime
import WorkerStore
import WorkerTesting

/// Measures speed: `STORE_BENCHMARK=20 make test FILTER=ThroughputTests` runs each measurement for 20 seconds.
struct ThroughputTests {
  private static let seconds = ProcessInfo.processInfo.environment["STORE_BENCHMARK"].flatMap(Double.init)

  @Test("Transactions of 200 messages with an output of a kilobyte, in SQLite", .enabled(if: seconds != nil))
  func sqlite() async throws {
    let folder = try TemporaryFolder()
    try await measure(try await folder.open())
  }

  @Test("Transactions of 200 messages with an output of a kilobyte, in PostgreSQL", .enabled(if: seconds != nil))
  func postgres() async throws { try await measure(try await TemporaryDatabase.migrated().open()) }

  private func measure(_ store: any ExaminedStore) async throws {
    let entry = StoreSample.entry(1)
    let (clock, limit) = (ContinuousClock(), Duration.seconds(Self.seconds ?? 1))
    let began = clock.now
    var transactions = 0
    while began.duration(to: clock.now) < limit {
      let ids = (0..<200).map { _ in MessageID(uuid: UUID()) }
      try await store.change(messages: ids) { inbox, _ in for id in ids { inbox.record(entry, for: id) } }
      transactions += 1
    }
    let rate = Double(transactions) / (began.duration(to: clock.now) / .seconds(1))
    print("output of \(entry.outputs[0].body.count) bytes; \(transactions) transactions; \(rate) transactions a second")
  }
}
