public import Admission
public import QueueContracts
public import WorkerRuntime

/// What the CLI, and later the portal's pages, ask for.
extension SQLiteStore {
  /// The citizen's service history by `occurredAt`, then `step`; none for an unknown IIN.
  public func history(recipientIin: String) throws(StoreError) -> [HistoryEntry] {
    try onDatabase { try HistoryTable(db: $0).entries(recipientIin: recipientIin) }
  }

  /// The history's entries of one application, in the same order.
  public func entries(of application: ApplicationID) throws(StoreError) -> [HistoryEntry] {
    try onDatabase { try HistoryTable(db: $0).entries(of: application) }
  }

  /// The application in the register; nil where it is unknown.
  public func application(_ id: ApplicationID) throws(StoreError) -> ApplicationRecord? {
    try onDatabase { try ApplicationTable(db: $0).load(ids: [id]).first }
  }
}
