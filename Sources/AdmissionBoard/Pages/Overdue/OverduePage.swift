import Operations
import QueueContracts
import WorkerRuntime

/// The page with the applications whose answer is late or due soon.
struct OverduePage: Sendable {
  static let pageLength = 200
  private static let days: [Int64] = [1, 3, 7]
  let board: Board

  var routes: [Route] { [.get("/overdue", may: .look) { try await list($0) }] }

  private func list(_ request: BoardRequest) async throws -> Answer {
    let days = request.query("days").flatMap { Int64($0) }.flatMap { Self.days.contains($0) ? $0 : nil } ?? 1
    let page = max(1, request.query("page").flatMap { Int($0) } ?? 1)
    let now = board.now()
    let late = try await OverdueList(board.store, now: now, before: now.adding(seconds: days * 86_400))
    let model = OverdueModel(late.applications, now: now, days: days, choices: Self.days, page: page)
    return .page(Page(title: "Overdue", place: .overdue, template: "overdue", model: model))
  }
}

struct OverdueModel: Sendable {
  struct Row: Sendable {
    let path: String
    let number: String
    let service: String
    let state: String
    let school: String
    let dueAt: Moment
    let isLate: Bool
    /// How late the answer is or, before the deadline, how much time is left.
    let span: String

    init(_ item: OverdueList.Item, now: Timestamp) {
      path = "/application?id=\(item.applicationId)"
      number = item.number.text
      service = item.service.rawValue
      state = item.state
      school = item.school.shownAsBIN()
      dueAt = Moment(item.dueBy)
      isLate = item.isLate
      span = Span.words(abs(now.milliseconds - item.dueBy.milliseconds) / 1000)
    }
  }

  struct Choice: Sendable {
    let choicePath: String
    let label: String
    let isCurrent: Bool
  }

  let lateCount: Int
  let isAnyLate: Bool
  let soonCount: Int
  let choices: [Choice]
  let rows: [Row]
  let isEmpty: Bool
  let earlierPath: String?
  let laterPath: String?

  init(_ items: [OverdueList.Item], now: Timestamp, days: Int64, choices: [Int64], page: Int) {
    let length = OverduePage.pageLength
    let last = max(1, (items.count + length - 1) / length)
    let page = min(page, last)
    lateCount = items.count(where: \.isLate)
    isAnyLate = lateCount > 0
    soonCount = items.count - lateCount
    self.choices = choices.map {
      Choice(
        choicePath: "/overdue?days=\($0)", label: $0 == 1 ? "a day" : "\($0) days", isCurrent: $0 == days)
    }
    rows = items.dropFirst((page - 1) * length).prefix(length).map { Row($0, now: now) }
    isEmpty = items.isEmpty
    earlierPath = page > 1 ? "/overdue?days=\(days)&page=\(page - 1)" : nil
    laterPath = page < last ? "/overdue?days=\(days)&page=\(page + 1)" : nil
  }
}

/// Writes a span of time for a table.
enum Span {
  /// The span like `3 d 4 h`, `2 h 5 min` or `12 min`.
  static func words(_ seconds: Int64) -> String {
    let minutes = seconds / 60
    if minutes < 1 { return "under a minute" }
    if minutes < 60 { return "\(minutes) min" }
    let hours = minutes / 60
    if hours < 24 { return "\(hours) h \(minutes % 60) min" }
    return "\(hours / 24) d \(hours % 24) h"
  }
}
