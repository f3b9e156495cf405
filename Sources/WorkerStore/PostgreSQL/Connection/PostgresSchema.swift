import PostgresClient
import WorkerBase

/// The scripts that create and change the tables, by version.
///
/// A released version is never changed; changes are added as new versions below. A worker never creates tables: its
/// user needs no right to do so, and an operator decides when the tables change.
enum PostgresSchema {
  static let versions = [
    version1, version2, version3, version4, version5, version6, version7, version8, version9, version10,
    version11, version12,
  ]

  /// The error to report if the tables are missing, older or newer than this program; nil if they fit.
  static func problem(_ connection: PostgresConnection) throws -> SettingsError? {
    let exists = try connection.value("SELECT to_regclass('store_version')") != nil
    let version = exists ? try version(connection) : 0
    guard version >= versions.count else {
      return .storeIsOlder(version, than: versions.count)
    }
    return version == versions.count ? nil : .storeIsNewer(version, than: versions.count)
  }

  /// Brings the tables up to date and returns their version.
  ///
  /// - Throws: `SettingsError` if the tables belong to a newer version or to another program.
  static func bringUpToDate(_ connection: PostgresConnection) throws -> Int {
    do {
      // Creating an index of a large table takes long. With a time-out, every attempt would be broken off.
      return try connection.longTransaction(upTo: nil) {
        // Without the lock, two migrations at once would both find the tables missing.
        try connection.value("SELECT pg_advisory_xact_lock(hashtextextended('qabyldau store migrate', 0))")
        try connection.value("CREATE TABLE IF NOT EXISTS store_version (version integer NOT NULL)")
        let version = try version(connection)
        guard version <= versions.count else { throw SettingsError.storeIsNewer(version, than: versions.count) }
        for script in versions[version...] { try connection.run(script) }
        try connection.run(storage)
        try connection.value("DELETE FROM store_version")
        try connection.value("INSERT INTO store_version (version) VALUES ($1)", ["\(versions.count)"])
        try StoreUsers.grantRights(connection)
        return versions.count
      }
    } catch let error as PostgresError where error.state == "42P07" {
      throw SettingsError(
        key: "STORE_URL", problem: "names a database with tables of another program; name a database of its own")
    }
  }

  private static func version(_ connection: PostgresConnection) throws -> Int {
    try connection.value("SELECT max(version) FROM store_version").flatMap(Int.init) ?? 0
  }

  /// The physical layout of the table of arrival numbers; every migration sets it again.
  ///
  /// Every batch changes the rows of its schools. Half of each page stays free for the changed rows, because a row that
  /// stays in its page needs no change of an index.
  private static let storage = "ALTER TABLE arrival_counter SET (fillfactor = 50)"

  /// The first tables, the same as in version 3 of ``Schema`` (the tables in SQLite).
  ///
  /// Times are milliseconds since 1970, UTC. `posted` keeps the order in which entries were posted.
  private static let version1 = """
    CREATE TABLE inbox (
      worker text NOT NULL,
      message_id uuid NOT NULL,
      recorded_at bigint NOT NULL,
      outputs text NOT NULL,
      PRIMARY KEY (worker, message_id)
    );

    CREATE TABLE application (
      id uuid NOT NULL PRIMARY KEY,
      number text NOT NULL,
      service text NOT NULL,
      language text NOT NULL,
      applicant_iin text NOT NULL,
      child_iin text NOT NULL,
      child_name text NOT NULL,
      school_bin text NOT NULL,
      campaign integer NOT NULL,
      submitted_at bigint NOT NULL,
      due_by bigint NOT NULL,
      state text NOT NULL,
      arrival bigint,
      ended_at bigint,
      duplicate_of text
    );
    -- By hash: what a form writes in a child's number can be longer than a tree's key may be.
    CREATE INDEX application_of_child ON application USING hash (child_iin);
    CREATE UNIQUE INDEX application_arrival ON application (school_bin, campaign, arrival) WHERE arrival IS NOT NULL;

    CREATE TABLE arrival_counter (
      school_bin text NOT NULL,
      year integer NOT NULL,
      last bigint NOT NULL,
      PRIMARY KEY (school_bin, year)
    );

    CREATE TABLE transfer_slip (
      from_school_bin text NOT NULL,
      number text NOT NULL,
      application_id uuid NOT NULL,
      PRIMARY KEY (from_school_bin, number)
    );

    CREATE TABLE service_history (
      entry_id uuid NOT NULL PRIMARY KEY,
      recipient_iin text NOT NULL,
      application_id uuid NOT NULL,
      occurred_at bigint NOT NULL,
      step integer NOT NULL,
      entry text NOT NULL,
      posted bigint GENERATED ALWAYS AS IDENTITY
    );
    CREATE INDEX service_history_of_recipient ON service_history USING hash (recipient_iin);
    CREATE INDEX service_history_of_application ON service_history (application_id);

    CREATE TABLE crash_suspect (
      worker text NOT NULL,
      message text NOT NULL,
      beginnings integer NOT NULL,
      PRIMARY KEY (worker, message)
    );
    """

  /// An index of the few applications that still have a deadline; deadlines are checked every few seconds.
  private static let version2 = """
    CREATE INDEX application_in_processing ON application (due_by, id) WHERE state = 'inProcessing';
    """

  /// Delivery events: one row for each kind, message and worker, even if the message waits many times.
  ///
  /// The indexes find the delivery events and the slip of one application, for its timeline.
  private static let version3 = """
    CREATE TABLE detour (
      worker text NOT NULL,
      message_id uuid NOT NULL,
      kind text NOT NULL,
      application_id uuid NOT NULL,
      first_at bigint NOT NULL,
      last_at bigint NOT NULL,
      times integer NOT NULL,
      reason text NOT NULL,
      detail text NOT NULL,
      returns_at bigint,
      PRIMARY KEY (worker, message_id, kind)
    );
    CREATE INDEX detour_of_application ON detour (application_id);
    CREATE INDEX transfer_slip_of_application ON transfer_slip (application_id);
    """

  /// The process that watches over deadlines, and the notices that were published about passed deadlines.
  private static let version4 = """
    CREATE TABLE deadline_watch (
      id integer NOT NULL PRIMARY KEY,
      holder uuid NOT NULL,
      expires_at timestamptz NOT NULL
    );
    CREATE TABLE overdue_notice (
      application_id uuid NOT NULL PRIMARY KEY,
      message_id uuid NOT NULL,
      published_at bigint NOT NULL,
      is_handled boolean NOT NULL
    );
    CREATE INDEX overdue_notice_unhandled ON overdue_notice (published_at) WHERE NOT is_handled;
    """

  /// The processes, and the messages that each has in hand.
  ///
  /// `crash_suspect` counted how often a process began to handle a message, without naming the process. Nothing reads
  /// that table any more; it stays for older programs.
  private static let version5 = """
    CREATE TABLE worker_process (
      id uuid NOT NULL PRIMARY KEY,
      host text NOT NULL,
      pid integer NOT NULL,
      started_at bigint NOT NULL,
      renewed_at bigint NOT NULL
    );
    CREATE TABLE crash_note (
      worker text NOT NULL,
      message text NOT NULL,
      process uuid NOT NULL,
      alone boolean NOT NULL,
      PRIMARY KEY (worker, message, process)
    );
    CREATE INDEX crash_note_of_process ON crash_note (process);
    """

  /// Indexes for the books of a day, and for retention.
  ///
  /// An operator may already have created some of them, while the workers ran (CREATE INDEX CONCURRENTLY). The script
  /// leaves those as they are.
  private static let version6 = """
    CREATE INDEX IF NOT EXISTS service_history_occurred ON service_history (occurred_at, application_id);
    CREATE INDEX IF NOT EXISTS application_submitted ON application (submitted_at, id);
    CREATE INDEX IF NOT EXISTS inbox_recorded ON inbox (recorded_at);
    CREATE INDEX IF NOT EXISTS detour_last ON detour (last_at);
    """

  /// Columns for applications in the state `received`, and the table of signatures that were used for an application.
  ///
  /// An older program cannot read an application in the state `received`, so messages about such an application wait
  /// for a newer program.
  private static let version7 = """
    ALTER TABLE application ADD COLUMN grade integer;
    ALTER TABLE application ADD COLUMN received_at bigint;
    CREATE INDEX IF NOT EXISTS application_unanswered ON application (due_by, id)
    WHERE state IN ('received', 'inProcessing');
    CREATE TABLE signature_use (
      signature text NOT NULL PRIMARY KEY,
      application_id uuid NOT NULL
    );
    """

  /// Columns for the applicant's relation to the child (`RegisteredRelation`), for the number of a conflicting
  /// application for the child, and for the school's decisions.
  private static let version8 = """
    ALTER TABLE application ADD COLUMN applicant_tie text;
    ALTER TABLE application ADD COLUMN conflicts_with text;
    ALTER TABLE application ADD COLUMN decisions text;
    """

  /// The table of judgements: the edition of the rules and the facts by which each application was judged.
  private static let version9 = """
    CREATE TABLE judgement (
      application_id uuid NOT NULL PRIMARY KEY,
      edition text NOT NULL,
      judged_at bigint NOT NULL,
      grounds text NOT NULL
    );
    """

  /// The board's tables: its users, the audit rows of their actions, and the hourly counts for its charts.
  private static let version10 = """
    CREATE TABLE board_user (
      name text NOT NULL PRIMARY KEY,
      role text NOT NULL,
      password text NOT NULL,
      changed_at bigint NOT NULL
    );
    CREATE TABLE board_action (
      number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      at bigint NOT NULL,
      who text NOT NULL,
      role text NOT NULL,
      action text NOT NULL,
      target text NOT NULL,
      reason text NOT NULL
    );
    CREATE INDEX board_action_at ON board_action (at);
    CREATE TABLE board_hour (
      hour bigint NOT NULL,
      measure text NOT NULL,
      label text NOT NULL,
      count bigint NOT NULL,
      PRIMARY KEY (hour, measure, label)
    );
    """

  /// Operators' orders to all processes of a worker.
  private static let version11 = """
    CREATE TABLE standing_order (
      kind text NOT NULL,
      subject text NOT NULL,
      per_second integer,
      given_at bigint NOT NULL,
      given_by text NOT NULL,
      because text NOT NULL,
      until bigint,
      PRIMARY KEY (kind, subject)
    );
    """

  /// The column for the applications that used a slip before and can have a place by it (`SlipHolders`).
  private static let version12 = "ALTER TABLE transfer_slip ADD COLUMN earlier text;"
}
