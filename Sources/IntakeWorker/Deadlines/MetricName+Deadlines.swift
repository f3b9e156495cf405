import WorkerRuntime

extension MetricName {
  /// The metrics of deadlines, in the order in which the page of metrics lists them.
  static let ofDeadlines: [MetricName] = [deadlinesPassed, lateApplications, dueSoonApplications]

  static let deadlinesPassed = MetricName(
    "qabyldau_deadlines_passed_total", "Deadlines that were seen to pass without an answer.")
  static let lateApplications = MetricName(
    "qabyldau_late_applications",
    "Applications in processing whose answer was late at the last look, of all workers.")
  static let dueSoonApplications = MetricName(
    "qabyldau_due_soon_applications",
    "Applications in processing whose answer was due within 24 hours at the last look.")
}
