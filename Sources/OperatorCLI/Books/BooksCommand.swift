import Admission
import ArgumentParser
import QueueContracts
import WorkerRuntime

/// Balances the applications of a day or a campaign.
struct BooksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "books",
    abstract: "Balance the applications of a day or a campaign: what was taken in against what families can read.",
    discussion: """
      Taken in = received + refused + in processing + completed + withdrawn, by the register and by the service history; \
      one entry for each step; arrival numbers of the year without gaps. Of each application that is only received it \
      says where its submission waits or is parked. With AMQP_URL the queues are asked too: they have to hold these \
      submissions, and admission.unrouted nothing; where the broker is not reached it says so. Where anything differs, each difference is named with its \
      application, and the exit status is 1. Messages that are still under way differ too: look when the work queues \
      are empty. Reads STORE_URL, AMQP_URL where it is set, and RETRY_LADDER_SECONDS.
      """)

  @Option(help: "The day of submission, in Kazakhstan, such as 2026-04-01.")
  var date: String?

  @Option(help: "The calendar year of submission. (default: this year)")
  var campaign: Int?

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let period = try period()
    let settings = try await Connections.settings()
    let records = try await Connections.records(settings)
    let (queues, gap) = try await QueuesNow.asked(settings)
    let books = try await Connections.asking {
      try await Bookkeeper(records: records, queues: queues).books(of: period)
    }
    let report = BooksReport(period: period, books: books, queues: queues, gap: gap)
    printing.show(report, text: report.text)
    guard report.books.balance else {
      throw Failure.couldNotBeDone("The books do not balance: \(report.books.differences.count) differences.")
    }
  }

  private func period() throws(Failure) -> BookPeriod {
    switch (date, campaign) {
    case (nil, let year):
      guard let period = BookPeriod.whole(year ?? Timestamp.now.day.year) else {
        throw .badInput("--campaign must be a year of four digits.")
      }
      return period
    case (let text?, nil):
      guard let day = CivilDate(text) else { throw .badInput("--date must be a day such as 2026-04-01.") }
      return BookPeriod(year: day.year, first: day, next: day.adding(days: 1))
    default: throw .badInput("Give either --date or --campaign.")
    }
  }
}

/// Whole days of submission, of one year.
struct BookPeriod {
  let year: Int
  let first: CivilDate
  /// The first day after it.
  let next: CivilDate

  /// A campaign; nil where there is no such year.
  static func whole(_ year: Int) -> BookPeriod? {
    guard (1...9998).contains(year), let first = CivilDate(year: year, month: 1, day: 1),
      let next = CivilDate(year: year + 1, month: 1, day: 1)
    else { return nil }
    return BookPeriod(year: year, first: first, next: next)
  }

  var time: Range<Timestamp> { Timestamp(first, hour: 0)..<Timestamp(next, hour: 0) }
}

/// Reads what the books need, page by page.
struct Bookkeeper {
  let records: any Records
  /// Nil if the broker was not asked.
  var queues: QueuesNow?
  var pageLength = 500

  func books(of period: BookPeriod) async throws -> Books {
    var books = Books()
    var last: ApplicationRecord?
    repeat {
      let page = try await records.applications(submitted: period.time, after: last, limit: pageLength)
      let entries = Dictionary(grouping: try await records.entries(of: page.map(\.id)), by: \.applicationId)
      for record in page {
        books.enter(record, entries: entries[record.id] ?? [])
        guard record.state == .received else { continue }
        let events = try await records.deliveryEvents(of: record.id)
        books.enter(WaitingPlace(record.id, entries[record.id] ?? [], events, queues))
      }
      last = page.count < pageLength ? nil : page.last
    } while last != nil
    for id in try await records.unregistered(occurred: period.time) { books.enter(unregistered: id) }
    for count in try await records.arrivals(year: period.year) { books.enter(count) }
    if let queues {
      books.enter(intakeMessages: queues.waitingForIntake, in: QueueName.intake)
      books.enter(unroutedMessages: queues.messages(in: QueueName.unrouted), in: QueueName.unrouted)
    }
    return books
  }
}
