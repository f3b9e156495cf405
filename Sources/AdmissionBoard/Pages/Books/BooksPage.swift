import Admission
import Operations
import QueueContracts
import WorkerRuntime

/// The page with the books of a day or of a campaign.
struct BooksPage: Sendable {
  let board: Board

  var routes: [Route] { [.get("/books", may: .look) { try await show($0) }] }

  private func show(_ request: BoardRequest) async throws -> Answer {
    let period = try period(request)
    let report = try await BooksReport.of(period, in: board.store, board.settings)
    return .page(Page(title: "Books", place: .books, template: "books", model: BooksModel(report)))
  }

  /// The day or the campaign that was asked for, or else today.
  private func period(_ request: BoardRequest) throws(BoardError) -> BookPeriod {
    if let text = request.query("day"), !text.isEmpty {
      guard let day = CivilDate(text) else { throw .badInput("A day is written as 2026-04-01.") }
      return .day(day)
    }
    if let text = request.query("campaign"), !text.isEmpty {
      guard let year = Int(text), let period = BookPeriod.whole(year) else {
        throw .badInput("A campaign is a year of four digits.")
      }
      return period
    }
    return .day(board.now().day)
  }
}

struct BooksModel: Sendable {
  struct Sum: Sendable {
    let label: String
    let inRegister: Int
    let inHistory: Int
    let differs: Bool

    init(_ label: String, _ books: Books, _ part: KeyPath<Books.Counts, Int>) {
      self.label = label
      inRegister = books.register[keyPath: part]
      inHistory = books.history[keyPath: part]
      differs = inRegister != inHistory
    }
  }

  struct Difference: Sendable {
    let subject: String
    let subjectPath: String?
    let problem: String

    init(_ difference: Books.Difference) {
      subject =
        difference.applicationId?.description ?? difference.queue
        ?? "School \((difference.school ?? "").shownAsBIN())"
      subjectPath = difference.applicationId.map { "/application?id=\($0)" }
      problem = difference.problem
    }
  }

  struct Waiting: Sendable {
    let waitingPath: String
    let waitingName: String
    let words: String
    let waitsSince: Moment?
  }

  struct Queue: Sendable {
    let queueName: String
    let messages: Int
  }

  private static let shownRows = 500

  let day: String
  let campaign: Int
  let span: String
  let balance: Bool
  let sums: [Sum]
  let differences: [Difference]
  let differenceCount: Int
  let hasDifferences: Bool
  let waiting: [Waiting]
  let waitingCount: Int
  let hasWaiting: Bool
  let queues: [Queue]
  let hasQueues: Bool
  let areQueuesEmpty: Bool
  let gap: String?

  init(_ report: BooksReport) {
    let (period, books) = (report.period, report.books)
    let last = period.next.adding(days: -1)
    day = period.first.description
    campaign = period.year
    span = period.first == last ? "\(period.first)" : "\(period.first) to \(last)"
    balance = books.balance
    sums = [
      Sum("Received", books, \.received), Sum("Refused", books, \.refused),
      Sum("In processing", books, \.inProcessing), Sum("Completed", books, \.completed),
      Sum("Withdrawn", books, \.withdrawn), Sum("Taken in", books, \.takenIn),
    ]
    differences = books.differences.prefix(Self.shownRows).map(Difference.init)
    differenceCount = books.differences.count
    hasDifferences = !books.differences.isEmpty
    waiting = books.waiting.prefix(Self.shownRows).map { place in
      Waiting(
        waitingPath: "/application?id=\(place.applicationId)", waitingName: place.applicationId.description,
        words: place.words, waitsSince: place.since.map { Moment($0) })
    }
    waitingCount = books.waiting.count
    hasWaiting = !books.waiting.isEmpty
    queues = (report.queues?.messages ?? [:]).filter { $0.value > 0 }.sorted { $0.key < $1.key }.map {
      Queue(queueName: $0.key, messages: $0.value)
    }
    hasQueues = !queues.isEmpty
    areQueuesEmpty = queues.isEmpty && report.queues != nil
    gap = report.caveat
  }
}
