public import Admission
public import Foundation
import GRDB
public import QueueContracts
public import WorkerRuntime

/// The queries and records that `DeadlineWatch` needs.
extension SQLiteStore: DeadlineQueries {
  static let latenessQuery = """
    SELECT count(*) FILTER (WHERE due_by < ?), count(*) FILTER (WHERE due_by >= ?)
    FROM application WHERE state IN ('received', 'inProcessing') AND due_by < ?
    """

  static let lateQuery = """
    SELECT id FROM application WHERE state IN ('received', 'inProcessing') AND due_by < ? AND NOT EXISTS (
      SELECT 1 FROM overdue_notice WHERE application_id = application.id AND (is_handled OR published_at >= ?)
    ) ORDER BY due_by, id LIMIT ?
    """

  /// Takes or renews the right to watch over deadlines for `seconds`; false if another process has the right.
  public func becomeWatcher(holder: UUID, seconds: Int) throws(StoreError) -> Bool {
    try onDatabase { db in
      // A watch that ends far in the future was taken before the clock was put back; any process may take it over.
      let sql = """
        INSERT INTO deadline_watch (id, holder, expires_at) VALUES (1, ?, CAST(strftime('%s', 'now') AS INTEGER) + ?)
        ON CONFLICT DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE holder = excluded.holder OR expires_at <= excluded.expires_at - ? OR expires_at > excluded.expires_at + ?
        RETURNING id
        """
      return try Int.fetchOne(db, sql: sql, arguments: [holder.uuidString, seconds, seconds, seconds]) != nil
    }
  }

  /// Counts the unanswered applications whose deadline has passed, and those whose deadline is within `soonSeconds`.
  public func lateness(at time: Timestamp, soonSeconds: Int64) throws(StoreError) -> Lateness {
    try onDatabase { db in
      let soon = time.adding(seconds: soonSeconds)
      let row = try Row.fetchOne(
        db.cachedStatement(sql: Self.latenessQuery),
        arguments: [time.milliseconds, time.milliseconds, soon.milliseconds])
      return Lateness(late: try row?.decode(atIndex: 0) ?? 0, dueSoon: try row?.decode(atIndex: 1) ?? 0)
    }
  }

  /// Lists late applications for which a notice to intake has to be published, the longest overdue first.
  public func lateWithoutNotice(
    at time: Timestamp, publishedBefore: Timestamp, limit: Int
  ) throws(StoreError) -> [ApplicationID] {
    try onDatabase { db in
      try Row.fetchAll(
        db.cachedStatement(sql: Self.lateQuery),
        arguments: [time.milliseconds, publishedBefore.milliseconds, limit]
      ).map { try $0.id(atIndex: 0) }
    }
  }

  /// Claims notices of passed deadlines, and returns the applications whose notice this process must publish.
  public func claim(
    _ notices: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp
  ) throws(StoreError) -> Set<ApplicationID> {
    try onDatabase { db in
      let sql = """
        INSERT INTO overdue_notice (application_id, message_id, published_at, is_handled)
        SELECT json_extract(value, '$.application'), json_extract(value, '$.message'), ?, 0 FROM json_each(?) WHERE true
        ON CONFLICT DO UPDATE SET published_at = excluded.published_at WHERE NOT is_handled AND published_at < ?
        RETURNING application_id
        """
      return try Set(
        Row.fetchAll(
          db.cachedStatement(sql: sql), arguments: [time.milliseconds, keyList(notices), publishedBefore.milliseconds]
        ).map { try $0.id(atIndex: 0) })
    }
  }

  /// Marks published notices as handled if the worker's inbox contains their messages.
  public func noteHandled(by worker: String, publishedBefore: Timestamp) throws(StoreError) {
    try onDatabase { db in
      let sql = """
        UPDATE overdue_notice SET is_handled = 1 WHERE NOT is_handled AND published_at < ?
        AND EXISTS (SELECT 1 FROM inbox WHERE worker = ? AND inbox.message_id = overdue_notice.message_id)
        """
      try db.execute(sql: sql, arguments: [publishedBefore.milliseconds, worker])
    }
  }
}
