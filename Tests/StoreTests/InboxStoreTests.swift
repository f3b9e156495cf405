import Foundation
import QueueContracts
import Testing
import TestTools
import WorkerRuntime
import WorkerStore
import WorkerTesting

struct InboxStoreTests {
  @Test("A worker without a register finds its own outputs again, and not those of another worker")
  func inbox() async throws {
    let folder = try TemporaryFolder()
    let url = try StoreURL("sqlite://\(folder.file().path)")
    let keys = [InboxKey("meals", StoreSample.message(1))]
    let written = try await url.openInbox().transaction(inbox: keys, ledger: NoLedger.Keys()) { inbox, _ in
      inbox.record(StoreSample.entry(1), for: keys[0])
      return true
    }
    #expect(written)
    let store = try await url.openInbox()
    let read = try await store.transaction(inbox: keys, ledger: NoLedger.Keys()) { inbox, _ in inbox }
    #expect(read[keys[0]] == StoreSample.entry(1))
    let others = [InboxKey("notify", StoreSample.message(1))]
    let other = try await store.transaction(inbox: others, ledger: NoLedger.Keys()) { inbox, _ in inbox }
    #expect(other[others[0]] == nil)
    try await store.renewLease()
    #expect(try await store.prune(before: StoreSample.time(2), limit: 10).inbox == 1)
  }
}
