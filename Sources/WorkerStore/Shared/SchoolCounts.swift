import Admission
import QueueContracts

/// The queries that count each school's answered and waiting applications, in SQL that both databases understand.
enum SchoolCounts {
  /// Counts the applications that were submitted at or after the first parameter and before the second.
  ///
  /// A transfer waits for the school only once TransferWorker has asked the school, that is, once the application has
  /// an arrival number. An answer is the school's first decision: neither a correction nor a place that is given back
  /// makes the school slower. If an older release stored no decisions, the end of the application stands for it.
  static func decisions(_ dialect: SQLDialect) -> String {
    """
    SELECT school_bin, count(*) - count(decided_at) AS waiting, count(decided_at) AS answered,
    count(*) FILTER (WHERE decided_at > due_by) AS answered_late,
    max(seconds) FILTER (WHERE place = (total - 1) / 2 + 1) AS median_seconds, max(seconds) AS slowest_seconds
    FROM (
      SELECT school_bin, due_by, decided_at, (decided_at - submitted_at) / 1000 AS seconds,
      row_number() OVER (PARTITION BY school_bin, decided_at IS NULL ORDER BY decided_at - submitted_at) AS place,
      count(*) OVER (PARTITION BY school_bin, decided_at IS NULL) AS total
      FROM (
        SELECT school_bin, submitted_at, due_by, coalesce(\(dialect.firstDecisionTime), ended_at) AS decided_at
        FROM application WHERE submitted_at >= \(dialect.number(1)) AND submitted_at < \(dialect.number(2))
        AND (state = 'inProcessing' AND arrival IS NOT NULL
          OR state IN ('enrolledBySchool', 'refusedBySchool') AND ended_at IS NOT NULL
          OR state = 'withdrawn' AND decisions IS NOT NULL)
      ) AS asked
    ) AS ranked GROUP BY school_bin
    """
  }

  /// Counts the applications that wait for the school and whose deadline is before the parameter.
  static func late(_ dialect: SQLDialect) -> String {
    """
    SELECT school_bin, count(*) AS late, min(due_by) AS late_since FROM application
    WHERE state = 'inProcessing' AND arrival IS NOT NULL AND due_by < \(dialect.number(1)) GROUP BY school_bin
    """
  }

  struct Decisions: Decodable {
    let schoolBin: String
    let waiting: Int
    let answered: Int
    let answeredLate: Int
    let medianSeconds: Int64?
    let slowestSeconds: Int64?
  }

  struct Late: Decodable {
    let schoolBin: String
    let late: Int
    let lateSince: Int64
  }

  static func all(_ decisions: [Decisions], _ late: [Late]) -> [SchoolCount] {
    var counts: [String: SchoolCount] = [:]
    for row in decisions {
      var count = SchoolCount(school: row.schoolBin)
      count.waiting = row.waiting
      count.answered = row.answered
      count.answeredLate = row.answeredLate
      count.medianSeconds = row.medianSeconds
      count.slowestSeconds = row.slowestSeconds
      counts[row.schoolBin] = count
    }
    for row in late {
      counts[row.schoolBin, default: SchoolCount(school: row.schoolBin)].late = row.late
      counts[row.schoolBin]?.lateSince = Timestamp(milliseconds: row.lateSince)
    }
    return Array(counts.values)
  }
}
