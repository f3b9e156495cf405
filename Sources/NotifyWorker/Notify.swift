import Admission
import CitizenTexts
import Foundation
import QueueContracts
import ReferenceFiles
import WorkerRuntime

/// Posts each update once to the family's service history, in three languages (S-step3).
struct Notify: Worker {
  let name = WorkerName.notify.rawValue
  let queue = WorkerName.notify.queue

  let texts: HistoryTexts
  /// The directory with the schools' names; nil if none is configured.
  let schools: CSVSchoolDirectory?
  /// The portal, if it keeps a copy of the service history; nil if only the store has the history.
  let sink: (any Sink)?
  let now: @Sendable () -> Timestamp

  func decode(type: String, body: Data) throws(WireError) -> ProcessingUpdated {
    guard type == ProcessingUpdated.type else { throw WireError(.unknownType, path: "") }
    return try WireCodec.decode(ProcessingUpdated.self, from: body)
  }

  struct Proposal: Sendable {
    let update: ProcessingUpdated
    let school: School?
    let entry: HistoryEntry

    /// True if the entry needs a fact that only the register knows.
    var needsRegister: Bool {
      update.step == .passedDeadline || update.step == .school || update.resolution == .withdrawn
        || update.reasons.contains { $0.known == .applicationDuplicate && $0.text == nil }
    }
  }

  func judge(_ message: Incoming<ProcessingUpdated>) async throws -> Proposal {
    var school: School?
    if let schools, let bin = BIN(message.body.school.bin) { school = await schools.school(bin) }
    let entry = texts.entry(message.body, id: message.id, postedAt: now(), context: LetterContext(school: school))
    return Proposal(update: message.body, school: school, entry: entry)
  }

  func keys(of proposals: [Proposal]) -> Ledger.Keys {
    var keys = Ledger.Keys()
    keys.entries = Set(proposals.map(\.entry.entryId))
    keys.applications = Set(proposals.filter(\.needsRegister).map(\.update.applicationId))
    return keys
  }

  func decide(_ proposal: Proposal, in ledger: inout Ledger) -> Outcome {
    ledger.post(entry(proposal, in: ledger))
    return .completed([])
  }

  /// The proposed entry, or a new one with facts from the register if the entry needs such facts.
  private func entry(_ proposal: Proposal, in ledger: Ledger) -> HistoryEntry {
    let (update, entry) = (proposal.update, proposal.entry)
    guard proposal.needsRegister, let record = ledger.applications[update.applicationId] else { return entry }
    let context = LetterContext(
      school: proposal.school, duplicateOf: record.duplicateOf,
      // The application gets its arrival number when the school is asked.
      wasSchoolAsked: record.arrival != nil, hadPlace: record.decisions.latest?.decision == .enrolled,
      replacesDecision: record.hasDecision(before: update))
    return texts.entry(update, id: entry.entryId, postedAt: entry.postedAt, context: context)
  }
}

extension ApplicationRecord {
  /// Tells whether the school had already decided before the decision that the update is about.
  ///
  /// The update of the first decision may be posted after the decision was corrected. Its time tells it apart, because
  /// a correction ends the application later than the first decision did.
  fileprivate func hasDecision(before update: ProcessingUpdated) -> Bool {
    guard decisions.entries.count > 1, let first = decisions.entries.first else { return false }
    return update.occurredAt > first.decidedAt
  }
}
