import GRDB
import PostgresClient
import WorkerBase
import WorkerRuntime

extension StoreError {
  /// Translates a database's error: `rejected` if a message of the batch is to blame, otherwise `unavailable`.
  init(_ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError: self.init(error)
    case let error as PostgresError: self.init(error)
    // A wrong setting makes the store unavailable; no message is to blame.
    case let error as SettingsError: self = .unavailable(error.description)
    // A row exists but cannot be read; only the messages that need the row fail.
    default: self = .rejected("a stored row cannot be read")
    }
  }
}
