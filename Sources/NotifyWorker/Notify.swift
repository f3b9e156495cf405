import Admission
import CitizenTexts
import Foundation
import QueueContracts
import WorkerRuntime

/// Posts each processing message to the citizen's service history (S-step3), once, in three languages.
struct Notify: Worker {
  let name = WorkerName.notify.rawValue
  let queue = WorkerName.notify.queue

  let texts: HistoryTexts
  /// The portal, if it has the service history beside the store.
  let sink: (any Sink)?
  let now: @Sendable () -> Timestamp

  func decode(type: String, body: Data) throws(WireError) -> ProcessingUpdated {
    guard type == ProcessingUpdated.type else { throw WireError(.unknownType, path: "") }
    return try WireCodec.decode(ProcessingUpdated.self, from: body)
  }

  struct Proposal: Sendable {
    let update: ProcessingUpdated
    let entry: HistoryEntry

    var isDuplicate: Bool { update.reasons.contains { $0.known == .applicationDuplicate && $0.text == nil } }
  }

  func judge(_ message: Incoming<ProcessingUpdated>) async throws -> Proposal {
    let entry = texts.entry(message.body, id: message.id, postedAt: now())
    return Proposal(update: message.body, entry: entry)
  }

  func keys(of proposals: [Proposal]) -> Ledger.Keys {
    var keys = Ledger.Keys()
    keys.entries = Set(proposals.map(\.entry.entryId))
    keys.applications = Set(proposals.filter(\.isDuplicate).map(\.update.applicationId))
    return keys
  }

  func decide(_ proposal: Proposal, in ledger: inout Ledger) -> Outcome {
    ledger.post(entry(proposal, in: ledger))
    return .completed([])
  }

  /// A duplicate's entry names the first application, which the register knows and the message does not.
  private func entry(_ proposal: Proposal, in ledger: Ledger) -> HistoryEntry {
    let (update, entry) = (proposal.update, proposal.entry)
    guard proposal.isDuplicate, let first = ledger.applications[update.applicationId]?.duplicateOf else { return entry }
    return texts.entry(update, id: entry.entryId, postedAt: entry.postedAt, duplicateOf: first)
  }
}
