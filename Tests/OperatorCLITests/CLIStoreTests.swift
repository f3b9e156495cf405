import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import TestTools
import WorkerRuntime
import WorkerStore

/// Tests the command `store prune` on a store that has grown.
@Suite("The command `store prune`")
struct CLIStoreTests {
  private let folder: TemporaryFolder
  private let store: any AdmissionStore

  init() async throws {
    folder = try TemporaryFolder()
    store = try await StoreURL("sqlite://\(folder.path)/store.sqlite").open()
  }

  private func run(_ arguments: [String], _ settings: [String: String] = [:]) throws -> (Int32, String, String) {
    let url = ["STORE_URL": "sqlite://\(folder.path)/store.sqlite"]
    let (status, output, complaint) = try AdmissionCtlProcess(settings: url.merging(settings) { $1 }).run(arguments)
    return (status, output, complaint)
  }

  @Test("`store prune` removes messages older than INBOX_DAYS, and with `--dry-run` only counts them")
  func prune() async throws {
    let ids = (1...1203).map { _ in MessageID(uuid: UUID()) }
    let now = Timestamp.now
    try await store.transaction(inbox: ids.map { InboxKey("intake", $0) }, ledger: Ledger.Keys()) { inbox, _ in
      for (number, id) in ids.enumerated() {
        let days: Int64 = number < 1200 ? 61 : 59
        inbox.record(
          Inbox.Entry(outputs: [], recordedAt: now.adding(seconds: -days * 86_400)), for: InboxKey("intake", id))
      }
    }
    func expect(_ arguments: [String], _ sentence: String, at place: SourceLocation = #_sourceLocation) throws {
      let (status, output, complaint) = try run(arguments)
      #expect(status == 0 && complaint.isEmpty, "\(complaint)", sourceLocation: place)
      #expect(output.contains(sentence), "\(output)", sourceLocation: place)
    }
    try expect(["store", "prune", "--dry-run"], "Older than 60 days, 1200 rows would go: 1200 of the inbox, 0")
    try expect(["store", "prune"], "Older than 60 days, 1200 rows have gone: 1200 of the inbox, 0")
    try expect(["store", "prune", "--json"], "\"inbox\":0")
    let left = try await store.transaction(
      inbox: ids.map { InboxKey("intake", $0) }, ledger: Ledger.Keys()
    ) { inbox, _ in ids.count { inbox[InboxKey("intake", $0)] != nil } }
    #expect(left == 3)
  }

  @Test("INBOX_DAYS is refused if a message can come again after that many days")
  func tooFew() throws {
    let (status, _, complaint) = try run(["store", "prune"], ["INBOX_DAYS": "30"])
    #expect(status == 2 && complaint.hasPrefix("INBOX_DAYS must be at least 31. A message can"), "\(complaint)")
  }
}
