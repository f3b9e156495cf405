import QueueContracts
import WorkerRuntime

/// The queries that count the events of a range of time, for SQLite and PostgreSQL.
///
/// Each query reads a row of the range at most once, and returns measure, label and count. Its parameters are the
/// beginning and the end of the range, in milliseconds since 1970.
///
/// An application can end more than once: its school corrects the decision, or the family gives the place back. It is
/// counted by its first end, because the counts of an hour are kept and must not change afterwards, and because the
/// sums must agree with the number of applications.
struct EventCountQueries {
  /// Upper bounds, in seconds, of the buckets in which waiting times are counted: from 0.1 s to 90 days.
  static let bounds: [Double] = [
    0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 43_200, 86_400, 172_800,
    259_200,
    432_000, 864_000, 1_296_000, 2_592_000, 7_776_000,
  ]

  /// Upper bounds, in seconds, of the buckets for schools' decisions.
  ///
  /// There are only a few buckets, because each school has its own counts.
  static let schoolBounds: [Double] = [
    3600, 14_400, 86_400, 172_800, 259_200, 432_000, 604_800, 864_000, 1_296_000, 2_592_000, 7_776_000,
  ]

  /// The largest number of rows that a query by school returns.
  private static let schoolLimit = 1000

  private let dialect: SQLDialect

  init(_ dialect: SQLDialect) { self.dialect = dialect }

  private var from: String { dialect.number(1) }
  private var to: String { dialect.number(2) }

  private func field(_ name: String) -> String {
    dialect == .sqlite ? "json_extract(entry, '$.\(name)')" : "(entry::json ->> '\(name)')"
  }

  /// The SQL expression for the time at which an entry was posted, in seconds since 1970.
  private var posted: String {
    dialect == .sqlite
      ? "(julianday(\(field("postedAt"))) - 2440587.5) * 86400"
      : "extract(epoch FROM \(field("postedAt"))::timestamptz)"
  }

  /// The SQL expression for the bucket of a number of seconds: the bucket's upper bound as text, or `more`.
  private func bucket(_ seconds: String, _ bounds: [Double] = bounds) -> String {
    let cases = bounds.map { "WHEN \(seconds) <= \($0) THEN '\(Self.label($0))'" }
    return "CASE \(cases.joined(separator: " ")) ELSE 'more' END"
  }

  static func label(_ bound: Double) -> String { bound < 1 ? "\(bound)" : "\(Int(bound))" }

  private func text(_ column: String) -> String { dialect == .sqlite ? column : "\(column)::text" }

  /// The SQL expression for the worker or school that gave the answer in an entry; intake answers a withdrawal.
  private var answering: String { "CASE step WHEN 20 THEN 'transfer' WHEN 30 THEN 'school' ELSE 'intake' END" }

  /// The SQL condition that the entry's application had ended before, by a decision of its school.
  ///
  /// Only such an application can end again.
  private var endedBefore: String {
    """
    EXISTS (
      SELECT 1 FROM service_history AS earlier WHERE earlier.application_id = service_history.application_id
      AND earlier.step = 30 AND earlier.occurred_at < service_history.occurred_at
    )
    """
  }

  /// The SQL condition that the entry is the first end of its application.
  private var isFirstEnd: String { "\(field("resolution")) IS NOT NULL AND NOT \(endedBefore)" }

  /// The SQL condition that the entry is the first decision of the application's school.
  private var isFirstDecision: String { "step = 30 AND NOT \(endedBefore)" }

  var all: [String] {
    [
      submitted, intakeWaits, finalWaits, outcomes, answers, reasons, schools, schoolsLate, late, passed, workers,
      deliveryEvents,
    ]
  }

  /// Submitted applications, by service.
  private var submitted: String {
    """
    SELECT 'submitted' AS measure, service AS label, count(*) AS count FROM application
    WHERE submitted_at >= \(from) AND submitted_at < \(to) GROUP BY service
    """
  }

  /// How long families waited from their submission until intake's answer was in the service history.
  private var intakeWaits: String { waits("told", "step = 10") }

  /// How long families waited until their application ended for the first time.
  private var finalWaits: String { waits("ended", isFirstEnd) }

  private func waits(_ measure: String, _ condition: String) -> String {
    """
    SELECT '\(measure)' AS measure, label, count(*) AS count FROM (
      SELECT \(bucket("(\(posted) - submitted_at / 1000.0)")) AS label
      FROM service_history JOIN application ON application.id = application_id
      WHERE occurred_at >= \(from) AND occurred_at < \(to) AND \(condition)
    ) AS waits GROUP BY label
    """
  }

  /// How applications ended for the first time, each application once.
  ///
  /// A place that is given back later stays `positive` here, and a corrected decision stays what it was at first.
  /// ``answers`` counts what followed.
  private var outcomes: String {
    """
    SELECT 'outcome' AS measure, \(field("resolution")) AS label, count(*) AS count FROM service_history
    WHERE occurred_at >= \(from) AND occurred_at < \(to) AND \(isFirstEnd) GROUP BY 2
    """
  }

  /// The answers of each worker and of the schools: how the application ended, or `accepted` if it goes on.
  ///
  /// A school's correction is counted as `corrected`. Each withdrawal is counted, that of a place, too.
  private var answers: String {
    """
    SELECT 'answer' AS measure, \(answering) || ' ' || CASE
      WHEN step = 30 AND \(endedBefore) THEN 'corrected' ELSE coalesce(\(field("resolution")), 'accepted')
    END AS label, count(*) AS count FROM service_history
    WHERE occurred_at >= \(from) AND occurred_at < \(to) AND step IN (10, 20, 30, 40) GROUP BY 2
    """
  }

  /// The reasons in entries, by code and by the worker or school that gave them.
  ///
  /// Besides the reasons for refusals, they include `deadline.passed`, which the entry about a delay has. The reasons of
  /// corrections are left out, like their decisions in ``answers``. Codes that the contract does not define are counted
  /// as `other`: a school may write anything as a code, and counts are kept.
  private var reasons: String {
    let reasons =
      dialect == .sqlite
      ? "json_each(entry, '$.reasons') AS reason"
      : "json_array_elements(coalesce(entry::json -> 'reasons', '[]'::json)) AS reason"
    let code = dialect == .sqlite ? "json_extract(reason.value, '$.code')" : "(reason ->> 'code')"
    let known = ContractCode.all.map { "'\($0)'" }.joined(separator: ", ")
    let counted = "CASE WHEN \(code) IN (\(known)) THEN \(code) ELSE '\(ContractCode.other)' END"
    return """
      SELECT 'reason' AS measure, \(answering) || ' ' || \(counted) AS label, count(*) AS count
      FROM service_history, \(reasons)
      WHERE occurred_at >= \(from) AND occurred_at < \(to) AND NOT (step = 30 AND \(endedBefore))
      GROUP BY 2 ORDER BY 3 DESC LIMIT 200
      """
  }

  /// Schools' first decisions on applications, by school and by the time since the submission.
  private var schools: String {
    """
    SELECT 'school' AS measure, school_bin || ' ' || bucket AS label, count(*) AS count FROM (
      SELECT school_bin, \(bucket("((occurred_at - submitted_at) / 1000.0)", Self.schoolBounds)) AS bucket
      FROM service_history JOIN application ON application.id = application_id
      WHERE occurred_at >= \(from) AND occurred_at < \(to) AND \(isFirstDecision)
    ) AS decisions GROUP BY 2 ORDER BY 3 DESC LIMIT \(Self.schoolLimit)
    """
  }

  /// Schools' first decisions that came after the deadline, by school.
  private var schoolsLate: String {
    """
    SELECT 'school late' AS measure, school_bin AS label, count(*) AS count
    FROM service_history JOIN application ON application.id = application_id
    WHERE occurred_at >= \(from) AND occurred_at < \(to) AND \(isFirstDecision) AND occurred_at > due_by
    GROUP BY school_bin ORDER BY 3 DESC LIMIT \(Self.schoolLimit)
    """
  }

  /// Final answers that came after the deadline; a withdrawal is the family's own and is no late answer.
  private var late: String {
    """
    SELECT 'late' AS measure, service AS label, count(*) AS count
    FROM service_history JOIN application ON application.id = application_id
    WHERE occurred_at >= \(from) AND occurred_at < \(to) AND step <> 40 AND \(isFirstEnd)
    AND occurred_at > due_by GROUP BY service
    """
  }

  /// Deadlines that passed without an answer.
  private var passed: String {
    """
    SELECT 'passed' AS measure, 'deadline' AS label, count(*) AS count FROM service_history
    WHERE occurred_at >= \(from) AND occurred_at < \(to) AND step = 15 HAVING count(*) > 0
    """
  }

  /// The SQL expression for the worker whose inbox a row is in: the part of the inbox's name before a dot.
  private var inboxOwner: String {
    dialect == .sqlite ? "substr(worker, 1, instr(worker || '.', '.') - 1)" : "split_part(worker, '.', 1)"
  }

  /// Messages that each worker has completed.
  ///
  /// The same table has the turns of applicants and the outputs of messages that wait; both are left out.
  private var workers: String {
    """
    SELECT 'worker' AS measure, \(inboxOwner) AS label, count(*) AS count FROM inbox
    WHERE recorded_at >= \(from) AND recorded_at < \(to)
    AND worker NOT LIKE 'turns %' AND worker NOT LIKE '%\(InboxKey.waitingSuffix)' GROUP BY 2
    """
  }

  /// Delivery events whose last occurrence is in the range, by worker, kind and reason.
  private var deliveryEvents: String {
    """
    SELECT 'kept' AS measure, worker || ' ' || \(text("kind")) || ' ' || reason AS label, count(*) AS count FROM detour
    WHERE last_at >= \(from) AND last_at < \(to) GROUP BY worker, kind, reason ORDER BY 3 DESC LIMIT 50
    """
  }
}
