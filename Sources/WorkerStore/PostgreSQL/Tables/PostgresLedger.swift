import Admission
import PostgresClient
import WorkerRuntime

/// The tables behind a `Ledger`: reads the rows that its keys name, and writes its changes back.
struct PostgresLedger {
  /// False if applications are only read, and therefore not locked.
  let changesRegister: Bool

  /// Locks and reads the rows that the keys name, in the order that all transactions keep: slips, applications, arrival
  /// numbers.
  ///
  /// - Parameters:
  ///   - keys: the keys of the rows.
  ///   - pipeline: gets the statements.
  ///   - loadInbox: adds the statements that read the inbox, after the locks are taken.
  /// - Returns: a function that reads the answers.
  /// - Throws: `StoreError` if a key cannot be stored.
  func load(
    _ keys: Ledger.Keys, in pipeline: inout PostgresPipeline,
    and loadInbox: (inout PostgresPipeline) -> Reading<Inbox>
  ) throws -> Reading<(ledger: Ledger, inbox: Inbox)> {
    let turns = PostgresApplicantTurns.load(keys.turns, in: &pipeline)
    pipeline.keepPlans()
    let slips = try PostgresSlips.load(keys.slips, in: &pipeline)
    // Applications are locked before they are read, because they may change while this transaction waits for the locks.
    if changesRegister { PostgresApplications.lock(keys.applications, in: &pipeline) }
    let applications = try PostgresApplications.load(
      keys.applications, children: keys.children, holding: keys.slips, in: &pipeline)
    let signatures = PostgresSignatures.load(keys.signatures, in: &pipeline)
    let entries = PostgresHistory.known(keys.entries, in: &pipeline)
    let inbox = loadInbox(&pipeline)
    // Arrival numbers come last: all batches of a school need the same lock, so it is held as briefly as possible.
    let arrivals = PostgresArrivals.load(keys.schoolYears, in: &pipeline)
    return { answers in
      let ledger = Ledger(
        applications: try applications(answers), arrivals: try arrivals(answers), slips: try slips(answers),
        signatures: try signatures(answers), entries: try entries(answers), turns: try turns(answers))
      return (ledger, try inbox(answers))
    }
  }

  /// Writes what has changed in `ledger` since it was read from the store as `loaded`.
  ///
  /// Rows that were not loaded are inserted, never replaced. So if a decision changes a row that its keys do not name,
  /// the insertion fails and no unseen row is overwritten.
  func save(_ ledger: Ledger, loaded: Ledger, in pipeline: inout PostgresPipeline) throws {
    let records = ledger.changes.applications.compactMap { ledger.applications[$0] }
    try PostgresApplications.insert(records.filter { loaded.applications[$0.id] == nil }, in: &pipeline)
    let known = records.filter { loaded.applications[$0.id] != nil }
    try PostgresApplications.rewrite(known.filter { loaded.applications[$0.id]?.state == .received }, in: &pipeline)
    try PostgresApplications.update(known.filter { loaded.applications[$0.id]?.state != .received }, in: &pipeline)

    let numbers = ledger.changes.schoolYears.compactMap { key in ledger.arrivals[key].map { (key: key, last: $0) } }
    PostgresArrivals.insert(numbers.filter { loaded.arrivals[$0.key] == nil }, in: &pipeline)
    PostgresArrivals.update(numbers.filter { loaded.arrivals[$0.key] != nil }, in: &pipeline)

    let given = ledger.changes.slips.compactMap { key in ledger.slips[key].map { (key: key, holder: $0) } }
    try PostgresSlips.insert(given.filter { loaded.slips[$0.key] == nil }, in: &pipeline)
    try PostgresSlips.update(given.filter { loaded.slips[$0.key] != nil }, in: &pipeline)

    PostgresSignatures.insert(
      ledger.changes.signatures.compactMap { key in ledger.signatures[key].map { (key: key, application: $0) } },
      in: &pipeline)

    try PostgresJudgements.insert(ledger.changes.judgements, in: &pipeline)
    try PostgresHistory.insert(ledger.changes.entries, in: &pipeline)
    PostgresApplicantTurns.insert(ledger.changes.turns, in: &pipeline)
  }
}
