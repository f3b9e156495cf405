import ArgumentParser
import Operations
import QueueContracts

/// Lists how fast schools answer, and which of them are late.
struct SchoolsCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "schools",
    abstract: "List how fast schools answer the applications of the last days, and which of them are late.",
    discussion: """
      The school with the most late answers comes first, then the slowest. Late answers are counted for all \
      applications, also older ones. Names no person. Reads STORE_URL.
      """)

  @Option(help: "Count applications that were submitted in this many days up to now, 1 to 366.")
  var days = 30

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    guard (1...366).contains(days) else { throw Failure.badInput("--days must be from 1 to 366.") }
    let records = try await Connections.records(try await Connections.settings())
    let now = Timestamp.now
    let report = try await SchoolsReport(
      submitted: now.adding(seconds: Int64(days) * -86_400)..<now, in: records, now: now)
    printing.show(report.schools, text: report.text)
  }
}
