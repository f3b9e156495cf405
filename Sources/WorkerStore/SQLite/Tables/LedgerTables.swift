import Admission
import GRDB
import QueueContracts

/// The tables behind a `Ledger`: what its keys name is read into it, and what it changed is written back.
struct LedgerTables {
  let db: Database

  func load(_ keys: Ledger.Keys) throws -> Ledger {
    let applications = ApplicationTable(db: db)
    let slips = try SlipTable(db: db).load(keys.slips)
    // A slip is free or not by the state of the application that holds it.
    let named = keys.applications.union(slips.values)
    return Ledger(
      applications: try applications.load(ids: named) + applications.load(children: keys.children),
      arrivals: try ArrivalTable(db: db).load(keys.schoolYears), slips: slips,
      signatures: try SignatureTable(db: db).load(keys.signatures),
      entries: try HistoryTable(db: db).known(keys.entries), turns: try TurnTable(db: db).load(keys.turns))
  }

  /// Writes what changed in `ledger` since it was `loaded`.
  ///
  /// What was not loaded is inserted, never replaced: a decision that forgot to name a row it changes fails here,
  /// instead of overwriting what it has not seen.
  func save(_ ledger: Ledger, loaded: Ledger) throws {
    try saveApplications(ledger, loaded)
    try saveArrivals(ledger, loaded)
    try saveSlips(ledger, loaded)
    for key in ledger.changes.signatures {
      if let application = ledger.signatures[key] { try SignatureTable(db: db).insert(application, for: key) }
    }
    let judgements = JudgementTable(db: db)
    for judgement in ledger.changes.judgements { try judgements.insert(judgement) }
    let history = HistoryTable(db: db)
    for entry in ledger.changes.entries { try history.insert(entry) }
    for turn in ledger.changes.turns { try TurnTable(db: db).insert(turn) }
  }

  private func saveApplications(_ ledger: Ledger, _ loaded: Ledger) throws {
    let table = ApplicationTable(db: db)
    for id in ledger.changes.applications {
      guard let record = ledger.applications[id] else { continue }
      switch loaded.applications[id]?.state {
      case nil: try table.insert(record)
      case .received: try table.rewrite(record)
      default: try table.update(record)
      }
    }
  }

  private func saveArrivals(_ ledger: Ledger, _ loaded: Ledger) throws {
    let table = ArrivalTable(db: db)
    for key in ledger.changes.schoolYears {
      guard let last = ledger.arrivals[key] else { continue }
      try loaded.arrivals[key] == nil ? table.insert(last, for: key) : table.update(last, for: key)
    }
  }

  private func saveSlips(_ ledger: Ledger, _ loaded: Ledger) throws {
    let table = SlipTable(db: db)
    for key in ledger.changes.slips {
      guard let holder = ledger.slips[key] else { continue }
      try loaded.slips[key] == nil ? table.insert(holder, of: key) : table.update(holder, of: key)
    }
  }
}
