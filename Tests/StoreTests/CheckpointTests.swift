import Foundation
import QueueContracts
import Testing
import TestTools
import WorkerRuntime
import WorkerTesting

@testable import WorkerStore

struct CheckpointTests {
  @Test("SQLite's log does not grow with the number of transactions, and no transaction is lost")
  func log() async throws {
    let folder = try TemporaryFolder()
    let path = folder.file().path
    let store = try await SQLiteStore(SQLiteFile(path: path, busySeconds: 5), logLength: 20)
    for first in stride(from: 0, to: 2000, by: 10) {
      try await store.change(messages: (first..<first + 10).map(StoreSample.message)) { inbox, _ in
        for number in first..<first + 10 {
          inbox.record(StoreSample.entry(number), for: StoreSample.message(number))
        }
      }
    }
    let logBytes = try #require(
      FileManager.default.attributesOfItem(atPath: path + "-wal")[.size] as? Int)
    // The log may grow to four times 20 pages, and then by the pages of one transaction: fewer than 150 in all.
    #expect(logBytes < 150 * 4120)
    let messages = (0..<2000).map(StoreSample.message)
    let known = try await store.change(messages: messages) { inbox, _ in
      messages.count { inbox[$0] != nil }
    }
    #expect(known == 2000)
    await store.close()
  }
}
