import Admission
import QueueContracts

/// The rows that a transaction writes because its ledger has changed, each list for one statement.
///
/// A row that was not loaded is inserted, never replaced. So if a decision changes a row that its keys do not name, the
/// insertion fails and no unseen row is overwritten.
struct LedgerWrites {
  /// Applications that are new to the register.
  let newApplications: [ApplicationRecord]
  /// Applications that were only received when they were loaded, and are written as a whole.
  let rewrittenApplications: [ApplicationRecord]
  /// Applications that had already been judged when they were loaded.
  let updatedApplications: [ApplicationRecord]
  /// The last arrival numbers of schools that had none in that year.
  let newArrivals: [(key: SchoolYear, last: Int)]
  /// The last arrival numbers of schools that already had one.
  let updatedArrivals: [(key: SchoolYear, last: Int)]
  /// Slips that are accepted for the first time.
  let newSlips: [(key: SlipKey, holders: SlipHolders)]
  /// Slips that go to another application.
  let updatedSlips: [(key: SlipKey, holders: SlipHolders)]
  /// Signatures that are used for the first time.
  let newSignatures: [(key: String, application: ApplicationID)]

  /// Compares a ledger with the ledger as it was loaded.
  init(_ ledger: Ledger, loaded: Ledger) {
    let changes = ledger.changes
    let records = changes.applications.compactMap { ledger.applications[$0] }
    let known = records.filter { loaded.applications[$0.id] != nil }
    newApplications = records.filter { loaded.applications[$0.id] == nil }
    rewrittenApplications = known.filter { loaded.applications[$0.id]?.state == .received }
    updatedApplications = known.filter { loaded.applications[$0.id]?.state != .received }

    let numbers = changes.schoolYears.compactMap { key in ledger.arrivals[key].map { (key: key, last: $0) } }
    newArrivals = numbers.filter { loaded.arrivals[$0.key] == nil }
    updatedArrivals = numbers.filter { loaded.arrivals[$0.key] != nil }

    let slips = changes.slips.compactMap { key in ledger.slips[key].map { (key: key, holders: $0) } }
    newSlips = slips.filter { loaded.slips[$0.key] == nil }
    updatedSlips = slips.filter { loaded.slips[$0.key] != nil }

    newSignatures = changes.signatures.compactMap { key in
      ledger.signatures[key].map { (key: key, application: $0) }
    }
  }
}
