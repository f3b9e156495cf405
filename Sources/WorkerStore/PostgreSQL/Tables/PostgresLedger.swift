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
  func save(_ ledger: Ledger, loaded: Ledger, in pipeline: inout PostgresPipeline) throws {
    let writes = LedgerWrites(ledger, loaded: loaded)
    try PostgresApplications.insert(writes.newApplications, in: &pipeline)
    try PostgresApplications.rewrite(writes.rewrittenApplications, in: &pipeline)
    try PostgresApplications.update(writes.updatedApplications, in: &pipeline)

    PostgresArrivals.insert(writes.newArrivals, in: &pipeline)
    PostgresArrivals.update(writes.updatedArrivals, in: &pipeline)

    try PostgresSlips.insert(writes.newSlips, in: &pipeline)
    try PostgresSlips.update(writes.updatedSlips, in: &pipeline)

    PostgresSignatures.insert(writes.newSignatures, in: &pipeline)
    try PostgresJudgements.insert(ledger.changes.judgements, in: &pipeline)
    try PostgresHistory.insert(ledger.changes.entries, in: &pipeline)
    PostgresApplicantTurns.insert(ledger.changes.turns, in: &pipeline)
  }
}
