public import Admission
public import QueueContracts
public import WorkerRuntime

extension PostgresStore {
  public func history(recipientIin: String) throws(StoreError) -> [HistoryEntry] {
    try onConnection { try PostgresHistory(connection: $0).entries(recipientIin: recipientIin) }
  }

  public func entries(of application: ApplicationID) throws(StoreError) -> [HistoryEntry] {
    try onConnection { try PostgresHistory(connection: $0).entries(of: application) }
  }

  public func application(_ id: ApplicationID) throws(StoreError) -> ApplicationRecord? {
    try onConnection { try PostgresApplications(connection: $0).load(ids: [id], children: []).first }
  }
}
