import Admission
import PostgresClient

/// The tables behind a `Ledger`: what its keys name is read into it, and what it changed is written back.
struct PostgresLedger {
  let connection: PostgresConnection
  /// False if applications are only read, and therefore not locked.
  let changesRegister: Bool

  /// Locks what the keys name, in the one order in which all transactions do: slips, applications, arrival numbers.
  func load(_ keys: Ledger.Keys) throws -> Ledger {
    let slips = try PostgresSlips(connection: connection).load(keys.slips)
    // A slip is free or not by the state of the application that holds it.
    let named = keys.applications.union(slips.values)
    let applications = PostgresApplications(connection: connection)
    // Before they are read: what is read after a lock was waited for is the newest.
    if changesRegister { try applications.lock(keys.applications) }
    return Ledger(
      applications: try applications.load(ids: named, children: keys.children),
      arrivals: try PostgresArrivals(connection: connection).load(keys.schoolYears), slips: slips,
      signatures: try PostgresSignatures(connection: connection).load(keys.signatures),
      entries: try PostgresHistory(connection: connection).known(keys.entries),
      turns: try PostgresTurns(connection: connection).load(keys.turns))
  }

  /// Writes what changed in `ledger` since it was `loaded`.
  ///
  /// What was not loaded is inserted, never replaced: a decision that forgot to name a row it changes fails here,
  /// instead of overwriting what it has not seen.
  func save(_ ledger: Ledger, loaded: Ledger) throws {
    let records = ledger.changes.applications.compactMap { ledger.applications[$0] }
    let applications = PostgresApplications(connection: connection)
    try applications.insert(records.filter { loaded.applications[$0.id] == nil })
    let known = records.filter { loaded.applications[$0.id] != nil }
    try applications.rewrite(known.filter { loaded.applications[$0.id]?.state == .received })
    try applications.update(known.filter { loaded.applications[$0.id]?.state != .received })

    let numbers = ledger.changes.schoolYears.compactMap { key in ledger.arrivals[key].map { (key: key, last: $0) } }
    let arrivals = PostgresArrivals(connection: connection)
    try arrivals.insert(numbers.filter { loaded.arrivals[$0.key] == nil })
    try arrivals.update(numbers.filter { loaded.arrivals[$0.key] != nil })

    let given = ledger.changes.slips.compactMap { key in ledger.slips[key].map { (key: key, holder: $0) } }
    let slips = PostgresSlips(connection: connection)
    try slips.insert(given.filter { loaded.slips[$0.key] == nil })
    try slips.update(given.filter { loaded.slips[$0.key] != nil })

    try PostgresSignatures(connection: connection).insert(
      ledger.changes.signatures.compactMap { key in ledger.signatures[key].map { (key: key, application: $0) } })

    try PostgresJudgements(connection: connection).insert(ledger.changes.judgements)
    try PostgresHistory(connection: connection).insert(ledger.changes.entries)
    try PostgresTurns(connection: connection).insert(ledger.changes.turns)
  }
}
