import Admission
import ArgumentParser
import Operations
import QueueContracts
import WorkerRuntime

/// The command `rules try FILE --since DATE`.
struct RulesTry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try",
    abstract: "Judge recorded applications once more by other rules, and say what would be different.",
    discussion: """
      FILE is a file as RULES_FILE names one, or the name of a built-in edition as RULES_EDITION takes it (source, \
      2024). Each application that was submitted since the day is judged by the edition of its day, by what was looked \
      up when it was judged. Nothing is asked, written or sent. Duplicates and used slips stay what they were. What \
      the record does not tell, such as the content of a document that no rule asked for, is counted apart. Reads \
      STORE_URL. Exits 0 whether anything would change or not.
      """)

  @Argument(help: "The rules to try.", completion: .file(extensions: ["json"]))
  var file: String

  @Option(help: "The first day of submission, in Kazakhstan, as 2026-04-01.")
  var since: String

  @Flag(help: "List each application that would be judged otherwise, by its number.")
  var verbose = false

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    guard let day = CivilDate(since) else { throw Failure.badInput("--since is no day such as 2026-04-01.") }
    let editions = try RulesDiff.editions(file)
    let records = try await Connections.records(try await Connections.settings())
    let report = try await Connections.asking {
      try await TrialReport.of(records, since: day, by: editions, listing: verbose)
    }
    printing.show(report, text: report.text)
  }
}
