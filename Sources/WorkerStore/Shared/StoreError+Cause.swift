import GRDB
import PostgresClient
import WorkerRuntime

extension StoreError {
  /// Translates a database's error into what a lane can do about it.
  init(_ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error)
    case let error as PostgresError: self.init(error)
    // The problem was found when a lost connection was reopened: the tables are not those of this version any more.
    case let error as SettingsError: self = .unavailable(error.description)
    // A row exists but cannot be read: only the messages that need it are to blame.
    default: self = .rejected("a stored row cannot be read")
    }
  }
}
