import GRDB
import WorkerBase

/// The scripts that create and change the tables, by version.
///
/// A released version is never changed; changes are added as new versions below.
///
/// New versions only add tables, columns and indexes, so a running process of an older program can go on. A process of
/// an older program that starts later refuses the newer tables.
///
/// The version is stored in the file itself and read inside the transaction that raises it, because several processes
/// open a new file at once. GRDB's own migrator reads the version before that transaction, so the second process would
/// create the same tables again and fail.
enum Schema {
  static let versions = [
    version1, version2, version3, version4, version5, version6, version7, version8, version9, version10,
    version11, version12,
    version13, version14,
  ]

  /// The mark of this program's files (`PRAGMA application_id`): `Qabl`.
  private static let applicationID = 0x5161_626C

  /// Brings the tables up to date.
  ///
  /// - Throws: `SettingsError` if the file belongs to another program or a newer version.
  static func bringUpToDate(_ db: Database) throws {
    // Usually the tables are up to date, so nothing is locked or waited for. If not, they are checked again under the
    // lock, because another process may have created them meanwhile.
    guard try owner(of: db) != applicationID || version(of: db) != versions.count else { return }
    try db.inTransaction(.immediate) {
      for version in try acceptedVersion(of: db)..<versions.count {
        try db.execute(sql: versions[version])
      }
      try db.execute(sql: "PRAGMA user_version = \(versions.count); PRAGMA application_id = \(applicationID)")
      return .commit
    }
  }

  /// Checks that the tables are up to date, and changes nothing.
  ///
  /// - Throws: `SettingsError` if the tables are not those of this version.
  static func check(_ db: Database) throws {
    // Everything is read in one transaction, because a worker may be creating the tables right now.
    try db.inTransaction(.deferred) {
      let version = try acceptedVersion(of: db)
      guard version == versions.count else {
        throw SettingsError.storeIsOlder(version, than: versions.count)
      }
      return .commit
    }
  }

  private static func owner(of db: Database) throws -> Int {
    try Int.fetchOne(db, sql: "PRAGMA application_id") ?? 0
  }

  private static func version(of db: Database) throws -> Int { try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0 }

  private static func acceptedVersion(of db: Database) throws -> Int {
    let (owner, version) = (try owner(of: db), try version(of: db))
    let tables = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
    guard owner == applicationID || (owner == 0 && tables == 0) else {
      throw SettingsError(key: "STORE_URL", problem: "names the database of another program; name a file of its own")
    }
    guard version <= versions.count else {
      throw SettingsError.storeIsNewer(version, than: versions.count)
    }
    return version
  }

  /// The first tables.
  ///
  /// Times are milliseconds since 1970, UTC. Ids are text, so that an operator can read them.
  ///
  /// `inbox` and `service_history` keep their row ids, so that rows of a kilobyte are appended in order of arrival.
  /// Without row ids, such rows went to overflow pages: an inbox of 1 KiB outputs took twice the space, and writing it
  /// took three times as long.
  private static let version1 = """
    CREATE TABLE inbox (
      worker TEXT NOT NULL,
      message_id TEXT NOT NULL,
      recorded_at INTEGER NOT NULL,
      outputs TEXT NOT NULL,
      PRIMARY KEY (worker, message_id)
    ) STRICT;

    CREATE TABLE application (
      id TEXT NOT NULL PRIMARY KEY,
      number TEXT NOT NULL,
      service TEXT NOT NULL,
      language TEXT NOT NULL,
      applicant_iin TEXT NOT NULL,
      child_iin TEXT NOT NULL,
      child_name TEXT NOT NULL,
      school_bin TEXT NOT NULL,
      campaign INTEGER NOT NULL,
      submitted_at INTEGER NOT NULL,
      due_by INTEGER NOT NULL,
      state TEXT NOT NULL,
      arrival INTEGER,
      ended_at INTEGER
    ) STRICT;
    CREATE INDEX application_of_child ON application (child_iin);
    CREATE UNIQUE INDEX application_arrival ON application (school_bin, campaign, arrival) WHERE arrival IS NOT NULL;

    CREATE TABLE arrival_counter (
      school_bin TEXT NOT NULL,
      year INTEGER NOT NULL,
      last INTEGER NOT NULL,
      PRIMARY KEY (school_bin, year)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE transfer_slip (
      from_school_bin TEXT NOT NULL,
      number TEXT NOT NULL,
      application_id TEXT NOT NULL,
      PRIMARY KEY (from_school_bin, number)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE service_history (
      entry_id TEXT NOT NULL PRIMARY KEY,
      recipient_iin TEXT NOT NULL,
      application_id TEXT NOT NULL,
      occurred_at INTEGER NOT NULL,
      step INTEGER NOT NULL,
      entry TEXT NOT NULL
    ) STRICT;
    CREATE INDEX service_history_of_recipient ON service_history (recipient_iin, occurred_at, step);
    CREATE INDEX service_history_of_application ON service_history (application_id, occurred_at, step);
    """

  /// Messages, each with the number of times that a process began to handle it.
  ///
  /// Nothing reads this table any more; see version 7.
  private static let version2 = """
    CREATE TABLE crash_suspect (
      worker TEXT NOT NULL,
      message TEXT NOT NULL,
      beginnings INTEGER NOT NULL,
      PRIMARY KEY (worker, message)
    ) STRICT, WITHOUT ROWID;
    """

  /// The column for the number of the application that a duplicate repeats.
  private static let version3 = "ALTER TABLE application ADD COLUMN duplicate_of TEXT;"

  /// An index of the few applications that still have a deadline; deadlines are checked every few seconds.
  private static let version4 = """
    CREATE INDEX application_in_processing ON application (due_by, id) WHERE state = 'inProcessing';
    """

  /// Delivery events: one row for each message and kind, even if the message waits many times.
  ///
  /// The indexes find the delivery events and the slip of one application, for its timeline.
  private static let version5 = """
    CREATE TABLE detour (
      worker TEXT NOT NULL,
      message_id TEXT NOT NULL,
      kind TEXT NOT NULL,
      application_id TEXT NOT NULL,
      first_at INTEGER NOT NULL,
      last_at INTEGER NOT NULL,
      times INTEGER NOT NULL,
      reason TEXT NOT NULL,
      detail TEXT NOT NULL,
      returns_at INTEGER,
      PRIMARY KEY (worker, message_id, kind)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX detour_of_application ON detour (application_id);
    CREATE INDEX transfer_slip_of_application ON transfer_slip (application_id);
    """

  /// Tables for the process that watches over deadlines, and for the published notices of passed deadlines.
  private static let version6 = """
    CREATE TABLE deadline_watch (
      id INTEGER NOT NULL PRIMARY KEY,
      holder TEXT NOT NULL,
      expires_at INTEGER NOT NULL
    ) STRICT;
    CREATE TABLE overdue_notice (
      application_id TEXT NOT NULL PRIMARY KEY,
      message_id TEXT NOT NULL,
      published_at INTEGER NOT NULL,
      is_handled INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX overdue_notice_unhandled ON overdue_notice (published_at) WHERE NOT is_handled;
    """

  /// The processes, and the messages that each has in hand.
  ///
  /// `crash_suspect` counted how often a process began to handle a message, without naming the process. Nothing reads
  /// that table any more; it stays for older programs.
  private static let version7 = """
    CREATE TABLE worker_process (
      id TEXT NOT NULL PRIMARY KEY,
      host TEXT NOT NULL,
      pid INTEGER NOT NULL,
      started_at INTEGER NOT NULL,
      renewed_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE crash_note (
      worker TEXT NOT NULL,
      message TEXT NOT NULL,
      process TEXT NOT NULL,
      alone INTEGER NOT NULL,
      PRIMARY KEY (worker, message, process)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX crash_note_of_process ON crash_note (process);
    """

  /// Indexes for the books of a day, and for retention.
  private static let version8 = """
    CREATE INDEX service_history_occurred ON service_history (occurred_at, application_id);
    CREATE INDEX application_submitted ON application (submitted_at, id);
    CREATE INDEX inbox_recorded ON inbox (recorded_at);
    CREATE INDEX detour_last ON detour (last_at);
    """

  /// Columns for applications in the state `received`, and the table of signatures that were used for an application.
  ///
  /// An older program cannot read an application in the state `received`, so messages about such an application wait
  /// for a newer program.
  private static let version9 = """
    ALTER TABLE application ADD COLUMN grade INTEGER;
    ALTER TABLE application ADD COLUMN received_at INTEGER;
    CREATE INDEX application_unanswered ON application (due_by, id) WHERE state IN ('received', 'inProcessing');
    CREATE TABLE signature_use (
      signature TEXT NOT NULL PRIMARY KEY,
      application_id TEXT NOT NULL
    ) STRICT, WITHOUT ROWID;
    """

  /// Columns for the applicant's relation to the child (`RegisteredRelation`), for the number of a conflicting
  /// application for the same child, and for the school's decisions.
  private static let version10 = """
    ALTER TABLE application ADD COLUMN applicant_tie TEXT;
    ALTER TABLE application ADD COLUMN conflicts_with TEXT;
    ALTER TABLE application ADD COLUMN decisions TEXT;
    """

  /// The table of judgements: the edition of the rules and the facts by which each application was judged.
  ///
  /// The table keeps its row ids, so that rows are appended in order of arrival.
  private static let version11 = """
    CREATE TABLE judgement (
      application_id TEXT NOT NULL PRIMARY KEY,
      edition TEXT NOT NULL,
      judged_at INTEGER NOT NULL,
      grounds TEXT NOT NULL
    ) STRICT;
    """

  /// The board's tables: its users, the audit rows of their actions, and the hourly counts for its charts.
  private static let version12 = """
    CREATE TABLE board_user (
      name TEXT NOT NULL PRIMARY KEY,
      role TEXT NOT NULL,
      password TEXT NOT NULL,
      changed_at INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE board_action (
      number INTEGER PRIMARY KEY AUTOINCREMENT,
      at INTEGER NOT NULL,
      who TEXT NOT NULL,
      role TEXT NOT NULL,
      action TEXT NOT NULL,
      target TEXT NOT NULL,
      reason TEXT NOT NULL
    ) STRICT;
    CREATE INDEX board_action_at ON board_action (at);
    CREATE TABLE board_hour (
      hour INTEGER NOT NULL,
      measure TEXT NOT NULL,
      label TEXT NOT NULL,
      count INTEGER NOT NULL,
      PRIMARY KEY (hour, measure, label)
    ) STRICT, WITHOUT ROWID;
    """

  /// Operators' orders to all processes of a worker.
  private static let version13 = """
    CREATE TABLE standing_order (
      kind TEXT NOT NULL,
      subject TEXT NOT NULL,
      per_second INTEGER,
      given_at INTEGER NOT NULL,
      given_by TEXT NOT NULL,
      because TEXT NOT NULL,
      until INTEGER,
      PRIMARY KEY (kind, subject)
    ) STRICT, WITHOUT ROWID;
    """

  /// The column for the applications that used a slip before and can have a place by it (`SlipHolders`).
  private static let version14 = "ALTER TABLE transfer_slip ADD COLUMN earlier TEXT;"
}
