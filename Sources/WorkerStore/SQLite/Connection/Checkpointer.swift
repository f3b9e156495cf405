import Dispatch
import GRDB
import GRDBSQLite
import Synchronization

/// Runs SQLite's checkpoints beside the transactions: copies the write-ahead log back into the database file.
///
/// By default, SQLite runs a checkpoint in the commit that makes the log 1,000 pages long. At full rate every batch
/// would wait for a checkpoint; at a low rate, one message in a few hundred would. Copying more pages at a time is also
/// less work, because a page that many batches have changed is copied once.
final class Checkpointer: Sendable {
  /// The length of the log at which it is copied back, in pages of 4 KiB.
  let length: Int
  private let file: SQLiteFile
  private let opened: SQLiteFile.Identity?
  private let queue = DispatchQueue(label: "store checkpoint", qos: .utility)
  private let logLength = Atomic(0)
  private let state = Mutex(State())

  private struct State {
    var isRunning = false
    /// The number of the log's pages that are in the database file.
    var done = 0
    /// The checkpointer's own connection; nil until it is needed.
    var connection: DatabaseQueue?
  }

  init(_ file: SQLiteFile, length: Int) {
    self.file = file
    opened = file.identity
    self.length = length
  }

  /// Replaces SQLite's own checkpoints on this connection.
  func takeOver(_ db: Database) {
    unsafe sqlite3_wal_hook(
      db.sqliteConnection,
      { checkpointer, _, _, pages in
        guard let checkpointer = unsafe checkpointer else { return SQLITE_OK }
        unsafe Unmanaged<Checkpointer>.fromOpaque(checkpointer).takeUnretainedValue()
          .logLength.store(Int(pages), ordering: .relaxed)
        return SQLITE_OK
      }, Unmanaged.passUnretained(self).toOpaque())
  }

  /// Starts a checkpoint after a transaction, if one is due.
  ///
  /// If the log is four times as long as ``length``, the caller's own connection copies it whole. Without this copy the
  /// log could grow without end: SQLite starts it over only if all its pages are in the database file when a
  /// transaction begins.
  func startCheckpointIfDue(_ db: Database) {
    let pages = logLength.load(ordering: .relaxed)
    guard pages >= length else { return }
    if pages >= 4 * length {
      queue.sync {}
      // Pages that cannot be copied now stay in the log, where they are just as durable, until a later checkpoint.
      _ = try? db.checkpoint(.passive)
      logLength.store(0, ordering: .relaxed)
    } else {
      begin(pages)
    }
  }

  private func begin(_ pages: Int) {
    let isDue = state.withLock { state in
      // If the log is shorter than before, SQLite has started it over.
      if pages < state.done { state.done = 0 }
      guard !state.isRunning, pages - state.done >= length else { return false }
      state.isRunning = true
      return true
    }
    guard isDue else { return }
    queue.async { [self] in
      let done = bringBack()
      state.withLock { state in
        state.isRunning = false
        state.done = done
      }
    }
  }

  /// Copies the log back into the database file.
  ///
  /// If transactions have added to the log meanwhile, it is copied again, at most five times altogether.
  ///
  /// - Returns: the number of the log's pages that are in the database file.
  private func bringBack() -> Int {
    var done = 0
    for _ in 0..<5 {
      guard let result = try? connection()?.inDatabase({ try $0.checkpoint(.passive) }) else { break }
      done = result.checkpointedFrameCount
      if done == result.walFrameCount { break }
    }
    return done
  }

  private func connection() throws -> DatabaseQueue? {
    if let connection = state.withLock({ $0.connection }) { return connection }
    // Opening a file that was deleted would create it again.
    guard file.identity == opened else { return nil }
    let connection = try file.connect(busyMode: .immediateError)
    state.withLock { $0.connection = connection }
    return connection
  }

  /// Closes the checkpointer's connection.
  func close() {
    queue.sync {
      try? state.withLock { state in
        try state.connection?.close()
        state.connection = nil
      }
    }
  }
}
