import Admission
import QueueContracts

/// The queries that count each school's answered and waiting applications, in SQL that both databases understand.
enum SchoolCounts {
  /// How a query names its parameters: `?1` or `$1::bigint`.
  typealias Parameter = (Int) -> String

  /// Counts the applications that were submitted at or after the first parameter and before the second.
  static func decisions(_ parameter: Parameter) -> String {
    """
    SELECT school_bin, count(*) FILTER (WHERE state = 'inProcessing') AS waiting,
    count(*) FILTER (WHERE state <> 'inProcessing') AS answered,
    count(*) FILTER (WHERE state <> 'inProcessing' AND ended_at > due_by) AS answered_late,
    max(seconds) FILTER (WHERE state <> 'inProcessing' AND place = (total - 1) / 2 + 1) AS median_seconds,
    max(seconds) FILTER (WHERE state <> 'inProcessing') AS slowest_seconds
    FROM (
      SELECT school_bin, state, due_by, ended_at, (ended_at - submitted_at) / 1000 AS seconds,
      row_number() OVER (PARTITION BY school_bin, (state = 'inProcessing') ORDER BY ended_at - submitted_at) AS place,
      count(*) OVER (PARTITION BY school_bin, (state = 'inProcessing')) AS total
      FROM application WHERE submitted_at >= \(parameter(1)) AND submitted_at < \(parameter(2))
      AND (state = 'inProcessing' OR state IN ('enrolledBySchool', 'refusedBySchool') AND ended_at IS NOT NULL)
    ) AS ranked GROUP BY school_bin
    """
  }

  /// Counts the applications in processing whose deadline is before the parameter.
  static func late(_ parameter: Parameter) -> String {
    """
    SELECT school_bin, count(*) AS late, min(due_by) AS late_since FROM application
    WHERE state = 'inProcessing' AND due_by < \(parameter(1)) GROUP BY school_bin
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
