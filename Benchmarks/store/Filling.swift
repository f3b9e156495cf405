import GRDB
import WorkerStore

/// Fills a new SQLite store quickly with applications, as an admission season would leave them.
///
/// Each application has its signature, judgement, inbox rows and two entries of the history.
struct Filling {
  let path: String

  /// Fills the file with `count` applications.
  ///
  /// Two thirds of the rows are inserted first, then the rows between them, each part in the order of the ids. So an
  /// index is filled from left to right, which is quick, and its pages are as full as after insertions in random order.
  func fill(_ count: Int) async throws {
    let store = try await SQLiteStore.open(path: path)
    await store.close()
    let database = try DatabaseQueue(path: path)
    try await database.writeWithoutTransaction { db in
      try db.execute(
        sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -400000")
      for part in ["n % 3 < 2", "n % 3 = 2"] {
        for table in Self.tables {
          try db.execute(sql: "BEGIN")
          for first in stride(from: 0, to: count, by: 300_000) {
            try db.execute(sql: Self.rows(table, part), arguments: [first, min(first + 300_000, count), count])
          }
          try db.execute(sql: "COMMIT")
        }
      }
      try db.execute(
        sql: """
          INSERT INTO arrival_counter SELECT school_bin, campaign, max(arrival) FROM application
          WHERE arrival IS NOT NULL GROUP BY school_bin, campaign
          """)
      try db.execute(sql: "PRAGMA journal_mode = WAL")
    }
    try database.close()
  }

  private static func rows(_ insert: String, _ part: String) -> String {
    """
    WITH RECURSIVE numbers (n) AS (SELECT ?1 UNION ALL SELECT n + 1 FROM numbers WHERE n + 1 < ?2),
    keys AS (
      SELECT n, printf('%08x-0000-4000-8000-%012x', n * (4294967295 / ?3), n) AS id,
      printf('%08x-0000-4000-9000-%012x', n * (4294967295 / ?3), n) AS other,
      printf('%012d', 100000000000 + n * (899999999999 / ?3)) AS iin,
      printf('%012d', 950341000000 + n % 700) AS bin, 1775016000000 + n AS time
      FROM numbers WHERE \(part)
    ) \(insert)
    """
  }

  /// An entry with short texts, because ten million entries with long texts do not fit on a small disk.
  private static let entry = """
    printf('{"applicationId":"%s","entryId":"%s","number":"A1","recipientIin":"%s","service":"enrolment",\
    "status":"inProcessing","step":10,"occurredAt":"2026-04-01T09:00:00+05:00","postedAt":"2026-04-01T09:00:00+05:00",\
    "title":{"kk":"k","ru":"r","en":"e"},"text":{"kk":"k","ru":"r","en":"e"}}', id, id, iin)
    """

  private static let tables = [
    """
    INSERT INTO application (id, number, service, language, applicant_iin, child_iin, child_name, school_bin, campaign,
    submitted_at, due_by, state, arrival, ended_at, grade, applicant_tie)
    SELECT id, 'KZ-2026-' || n, 'enrolment', 'kk', iin, iin, 'Әлия С.', bin, 2026, time, time + 432000000,
    CASE n % 20 WHEN 0 THEN 'inProcessing' ELSE 'enrolledBySchool' END, n / 700 + 1, time + 1, 1, 'named' FROM keys
    """,
    "INSERT INTO signature_use SELECT replace(id || other, '-', ''), id FROM keys",
    """
    INSERT INTO judgement SELECT id, 'built-in', time, '{"s":"genuine","g":1,"b":2019,"r":"parent","c":true,\
    "d":[["birthCertificate",184320,"good"]]}' FROM keys
    """,
    "INSERT INTO inbox (worker, message_id, recorded_at, outputs) SELECT 'intake', id, time, '[]' FROM keys",
    "INSERT INTO inbox (worker, message_id, recorded_at, outputs) SELECT 'notify', id, time, '[]' FROM keys",
    """
    INSERT INTO service_history (entry_id, recipient_iin, application_id, occurred_at, step, entry)
    SELECT id, iin, id, time, 10, \(entry) FROM keys
    """,
    """
    INSERT INTO service_history (entry_id, recipient_iin, application_id, occurred_at, step, entry)
    SELECT other, iin, id, time + 1, 30, \(entry) FROM keys
    """,
  ]
}
