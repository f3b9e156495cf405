extension SQLiteStore {
  /// The queries that run often, for example at each message; none of them may read a whole table.
  package static let hotStatements = [
    InboxTable.query, ApplicationTable.byID, ApplicationTable.byChild, ArrivalTable.query,
    SlipTable.query,
    SignatureTable.query, JudgementTable.query, HistoryTable.query, HistoryTable.ofRecipient,
    HistoryTable.ofApplication, ApplicantTurnTable.query, submittedQuery, unregisteredQuery, latenessQuery,
    lateQuery,
  ]
}
