import Admission
import CitizenTexts
import Foundation
import QueueContracts
import WorkerRuntime

/// Posts each processing message to the citizen's service history (S-step3), once, in three languages.
struct Notify: Worker {
  let name = "notify"
  let queue = QueueName.notify

  let texts: HistoryTexts
  let now: @Sendable () -> Timestamp

  func decode(type: String, body: Data) throws(WireError) -> ProcessingUpdated {
    guard type == ProcessingUpdated.type else { throw WireError(.unknownType, path: "") }
    return try WireCodec.decode(ProcessingUpdated.self, from: body)
  }

  func judge(_ message: Received<ProcessingUpdated>) async throws -> Judgement<HistoryEntry> {
    .propose(texts.entry(message.body, id: message.id, postedAt: now()))
  }

  func keys(of entries: [HistoryEntry]) -> Ledger.Keys {
    var keys = Ledger.Keys()
    keys.entries = Set(entries.map(\.entryId))
    return keys
  }

  func decide(_ entry: HistoryEntry, in ledger: inout Ledger) -> Ruling {
    ledger.post(entry)
    return .record([])
  }
}
