import Admission
import QueueContracts

/// Reads the rows of a `Ledger` from the tables, and writes the ledger's changes back.
struct LedgerTables {
  let statements: SQLiteStatements

  func load(_ keys: Ledger.Keys) throws -> Ledger {
    let applications = ApplicationTable(statements: statements)
    let slips = try SlipTable(statements: statements).load(keys.slips)
    // Whether a slip may be used again depends on the state of the application that it was last accepted for.
    // Therefore that application is loaded with the slip.
    let named = keys.applications.union(slips.values)
    return Ledger(
      applications: try applications.load(ids: named) + applications.load(children: keys.children),
      arrivals: try ArrivalTable(statements: statements).load(keys.schoolYears), slips: slips,
      signatures: try SignatureTable(statements: statements).load(keys.signatures),
      entries: try HistoryTable(statements: statements).known(keys.entries),
      turns: try ApplicantTurnTable(statements: statements).load(keys.turns))
  }

  /// Writes the rows of `ledger` that differ from `loaded`, which is the ledger as it was read.
  ///
  /// A row that was not loaded is inserted. If the database already has that row, the insertion fails and the row stays
  /// as it is.
  func save(_ ledger: Ledger, loaded: Ledger) throws {
    let changes = ledger.changes
    let records = changes.applications.compactMap { ledger.applications[$0] }
    let applications = ApplicationTable(statements: statements)
    try applications.insert(records.filter { loaded.applications[$0.id] == nil })
    let known = records.filter { loaded.applications[$0.id] != nil }
    try applications.rewrite(known.filter { loaded.applications[$0.id]?.state == .received })
    try applications.update(known.filter { loaded.applications[$0.id]?.state != .received })

    let numbers = changes.schoolYears.compactMap { key in ledger.arrivals[key].map { (key: key, last: $0) } }
    let arrivals = ArrivalTable(statements: statements)
    try arrivals.insert(numbers.filter { loaded.arrivals[$0.key] == nil })
    try arrivals.update(numbers.filter { loaded.arrivals[$0.key] != nil })

    let given = changes.slips.compactMap { key in ledger.slips[key].map { (key: key, holder: $0) } }
    let slips = SlipTable(statements: statements)
    try slips.insert(given.filter { loaded.slips[$0.key] == nil })
    try slips.update(given.filter { loaded.slips[$0.key] != nil })

    try SignatureTable(statements: statements).insert(
      changes.signatures.compactMap { key in ledger.signatures[key].map { (key: key, application: $0) } })
    try JudgementTable(statements: statements).insert(changes.judgements)
    try HistoryTable(statements: statements).insert(changes.entries)
    try ApplicantTurnTable(statements: statements).insert(changes.turns)
  }
}
