extension SQLiteStore {
  /// What is looked up for each message, and what is asked again and again: none of it may read a whole table.
  package static let hotStatements = [
    InboxTable.query, ApplicationTable.byID, ApplicationTable.byChild, ArrivalTable.query,
    SlipTable.query,
    SignatureTable.query, JudgementTable.query, HistoryTable.query, HistoryTable.ofRecipient,
    HistoryTable.ofApplication, TurnTable.query, submittedQuery, unregisteredQuery, latenessQuery,
    lateQuery,
  ]
}
