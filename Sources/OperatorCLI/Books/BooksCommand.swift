import Admission
import ArgumentParser
import Operations
import QueueContracts

/// Compares the applications that were taken in with the answers that families can read, for a day or a campaign.
struct BooksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "books",
    abstract:
      "Balance the applications of a day or a campaign: those taken in against the answers that families can read.",
    discussion: """
      The books balance if taken in = received + refused + in processing + completed + withdrawn, by the register and \
      by the service history, each step has one entry, and the year's arrival numbers have no gaps. For each \
      application that is only received, the output says where its submission waits or is parked. If AMQP_URL is set, \
      the queues must hold these submissions, and admission.unrouted must be empty; if the broker is not reached, the \
      output says so. Each difference is named with its application, and the exit status is then 1. Messages that are \
      still under way count as differences, so run this when the work queues are empty. Reads STORE_URL, AMQP_URL if \
      it is set, and RETRY_LADDER_SECONDS.
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
    let report = try await BooksReport.of(period, in: records, settings)
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
      return .day(day)
    default: throw .badInput("Give either --date or --campaign.")
    }
  }
}
