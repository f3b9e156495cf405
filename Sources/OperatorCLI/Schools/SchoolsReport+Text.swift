import Admission
import Operations
import QueueContracts

extension SchoolsReport {
  var text: String {
    guard !schools.isEmpty else { return "No school was asked in this time, and no answer is late." }
    var table = Table("SCHOOL", "LATE", "SINCE", "WAITING", "ANSWERED", "TOO LATE", "HALF WITHIN", "ALL WITHIN")
    for school in schools {
      table.add(
        school.school, "\(school.late)", school.lateSince?.forReading ?? "–", "\(school.waiting)",
        "\(school.answered)", "\(school.answeredLate)", Self.span(school.medianSeconds),
        Self.span(school.slowestSeconds))
    }
    return table.text
  }

  /// The span in hours and minutes, or `–` if it is nil.
  private static func span(_ seconds: Int64?) -> String {
    seconds.map { "\($0 / 3600) h \($0 % 3600 / 60) min" } ?? "–"
  }
}
