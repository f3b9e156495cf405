public import Admission
public import Foundation
import PostgresClient
public import QueueContracts
public import WorkerRuntime

/// The queries and records that `DeadlineWatch` needs.
extension PostgresStore {
  static let latenessQuery = """
    SELECT count(*) FILTER (WHERE due_by < $1::bigint) AS late,
    count(*) FILTER (WHERE due_by >= $1::bigint) AS due_soon
    FROM application WHERE state IN ('received', 'inProcessing') AND due_by < $2::bigint
    """

  /// Takes or renews the right to watch over deadlines for `seconds`; false if another process has the right.
  public func becomeWatcher(holder: UUID, seconds: Int) async throws(StoreError) -> Bool {
    try await onConnection { connection in
      // A right that ends far in the future was taken before the clock was put back; any process may take it over.
      try connection.value(
        """
        INSERT INTO deadline_watch AS watch (id, holder, expires_at)
        VALUES (1, $1::uuid, clock_timestamp() + make_interval(secs => $2::integer))
        ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, expires_at = excluded.expires_at
        WHERE watch.holder = excluded.holder OR watch.expires_at <= clock_timestamp()
        OR watch.expires_at > clock_timestamp() + make_interval(secs => 2 * $2::integer)
        RETURNING id
        """, [holder.uuidString, "\(seconds)"]) != nil
    }
  }

  /// Counts the unanswered applications whose deadline has passed, and those whose deadline is within `soonSeconds`.
  public func lateness(at time: Timestamp, soonSeconds: Int64) async throws(StoreError) -> Lateness {
    try await onConnection { connection in
      let rows: [LatenessRow] = try connection.rows(
        Self.latenessQuery,
        ["\(time.milliseconds)", "\(time.adding(seconds: soonSeconds).milliseconds)"])
      return Lateness(late: rows.first?.late ?? 0, dueSoon: rows.first?.dueSoon ?? 0)
    }
  }

  /// Lists late applications for which a notice to intake has to be published, the longest overdue first.
  public func lateWithoutNotice(
    at time: Timestamp, publishedBefore: Timestamp, limit: Int
  ) async throws(StoreError) -> [ApplicationID] {
    try await onConnection { connection in
      let rows: [NoticeRow] = try connection.rows(
        """
        SELECT id FROM application WHERE state IN ('received', 'inProcessing') AND due_by < $1::bigint AND NOT EXISTS (
          SELECT FROM overdue_notice
          WHERE application_id = application.id AND (is_handled OR published_at >= $2::bigint)
        ) ORDER BY due_by, id LIMIT $3::bigint
        """, ["\(time.milliseconds)", "\(publishedBefore.milliseconds)", "\(limit)"])
      return rows.map(\.id)
    }
  }

  /// Claims notices of passed deadlines, and returns the applications whose notice this process must publish.
  public func claim(
    _ notices: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp
  ) async throws(StoreError) -> Set<ApplicationID> {
    try await onConnection { connection in
      let list = try connection.transaction { _ in
        // The rows are locked in the order of their ids, so that no two callers wait for each other.
        try connection.value(
          """
          WITH claimed AS (
            INSERT INTO overdue_notice AS known (application_id, message_id, published_at, is_handled)
            SELECT (value ->> 'application')::uuid, (value ->> 'message')::uuid, $2::bigint, false
            FROM json_array_elements($1::json) AS value ORDER BY 1
            ON CONFLICT (application_id) DO UPDATE SET published_at = excluded.published_at
            WHERE NOT known.is_handled AND known.published_at < $3::bigint
            RETURNING application_id
          )
          SELECT coalesce(json_agg(application_id), '[]') FROM claimed
          """, [keyList(notices), "\(time.milliseconds)", "\(publishedBefore.milliseconds)"])
      }
      return try JSONReader.decode(Set<ApplicationID>.self, from: list ?? "[]")
    }
  }

  /// Marks published notices as handled if the worker's inbox contains their messages.
  public func noteHandled(by worker: String, publishedBefore: Timestamp) async throws(StoreError) {
    try await onConnection { connection in
      try connection.transaction { _ in
        _ = try connection.value(
          """
          UPDATE overdue_notice SET is_handled = true WHERE NOT is_handled AND published_at < $1::bigint
          AND EXISTS (SELECT FROM inbox WHERE worker = $2 AND inbox.message_id = overdue_notice.message_id)
          """, ["\(publishedBefore.milliseconds)", worker])
      }
    }
  }
}

private struct LatenessRow: Decodable {
  let late: Int
  let dueSoon: Int
}

private struct NoticeRow: Decodable { let id: ApplicationID }
