import GRDB
import PostgresClient
import WorkerRuntime

extension StoreError {
  /// What a database says, as what a lane can do about it.
  init(_ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error)
    case let error as PostgresError: self.init(error)
    // Found when a lost connection was opened anew: the tables are not those of this version any more.
    case let error as SettingsError: self = .unavailable(error.description)
    // A row that is there and cannot be read: only the messages that need it are to blame.
    default: self = .rejected("a stored row cannot be read")
    }
  }
}
