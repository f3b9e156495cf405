import Admission
import Operations
import QueueContracts
import WorkerRuntime

/// The page that shows how fast each school answers, and which schools are late.
struct SchoolsPage: Sendable {
  private static let days: [Int64] = [7, 30, 90]
  let board: Board

  var routes: [Route] { [.get("/schools", may: .look) { try await show($0) }] }

  private func show(_ request: BoardRequest) async throws -> Answer {
    let days = request.query("days").flatMap { Int64($0) }.flatMap { Self.days.contains($0) ? $0 : nil } ?? 30
    let now = board.now()
    let report = try await SchoolsReport(
      submitted: now.adding(seconds: -days * 86_400)..<now, in: board.store, now: now)
    let model = SchoolsModel(report, now: now, days: days, choices: Self.days)
    return .page(Page(title: "Schools", place: .schools, template: "schools", model: model))
  }
}

struct SchoolsModel: Sendable {
  struct Row: Sendable {
    let school: String
    let late: Int
    let isLate: Bool
    let lateFor: String?
    let waiting: Int
    let answered: Int
    let answeredLate: Int
    let median: String?
    let slowest: String?

    init(_ school: SchoolCount, now: Timestamp) {
      self.school = school.school.shownAsBIN()
      late = school.late
      isLate = school.late > 0
      lateFor = school.lateSince.map { Span.words((now.milliseconds - $0.milliseconds) / 1000) }
      waiting = school.waiting
      answered = school.answered
      answeredLate = school.answeredLate
      median = school.medianSeconds.map { Span.words($0) }
      slowest = school.slowestSeconds.map { Span.words($0) }
    }
  }

  private static let shownRows = 500

  let choices: [OverdueModel.Choice]
  let rows: [Row]
  let isEmpty: Bool
  /// The number of schools that are not shown; nil if all are shown.
  let more: Int?

  init(_ report: SchoolsReport, now: Timestamp, days: Int64, choices: [Int64]) {
    self.choices = choices.map {
      OverdueModel.Choice(choicePath: "/schools?days=\($0)", label: "\($0) days", isCurrent: $0 == days)
    }
    rows = report.schools.prefix(Self.shownRows).map { Row($0, now: now) }
    isEmpty = report.schools.isEmpty
    more = report.schools.count > Self.shownRows ? report.schools.count - Self.shownRows : nil
  }
}
