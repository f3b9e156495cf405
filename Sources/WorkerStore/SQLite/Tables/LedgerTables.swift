import Admission
import QueueContracts

/// Reads the rows of a `Ledger` from the tables, and writes the ledger's changes back.
struct LedgerTables {
  let statements: SQLiteStatements

  func load(_ keys: Ledger.Keys) throws -> Ledger {
    let applications = ApplicationTable(statements: statements)
    let slips = try SlipTable(statements: statements).load(keys.slips)
    // Whether a slip may be used again depends on the states of the applications that it was accepted for. Therefore
    // these applications are loaded with the slip.
    let named = keys.applications.union(slips.values.flatMap(\.all))
    return Ledger(
      applications: try applications.load(ids: named) + applications.load(children: keys.children),
      arrivals: try ArrivalTable(statements: statements).load(keys.schoolYears), slips: slips,
      signatures: try SignatureTable(statements: statements).load(keys.signatures),
      entries: try HistoryTable(statements: statements).known(keys.entries),
      turns: try ApplicantTurnTable(statements: statements).load(keys.turns))
  }

  /// Writes the rows of `ledger` that differ from `loaded`, which is the ledger as it was read.
  func save(_ ledger: Ledger, loaded: Ledger) throws {
    let writes = LedgerWrites(ledger, loaded: loaded)
    let applications = ApplicationTable(statements: statements)
    try applications.insert(writes.newApplications)
    try applications.rewrite(writes.rewrittenApplications)
    try applications.update(writes.updatedApplications)

    let arrivals = ArrivalTable(statements: statements)
    try arrivals.insert(writes.newArrivals)
    try arrivals.update(writes.updatedArrivals)

    let slips = SlipTable(statements: statements)
    try slips.insert(writes.newSlips)
    try slips.update(writes.updatedSlips)

    try SignatureTable(statements: statements).insert(writes.newSignatures)
    try JudgementTable(statements: statements).insert(ledger.changes.judgements)
    try HistoryTable(statements: statements).insert(ledger.changes.entries)
    try ApplicantTurnTable(statements: statements).insert(ledger.changes.turns)
  }
}
