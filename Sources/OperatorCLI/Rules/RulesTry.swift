import Admission
import ArgumentParser
import Operations
import QueueContracts
import WorkerRuntime

/// The command `rules try FILE --since DATE`.
struct RulesTry: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "try",
    abstract: "Judge recorded applications again by other rules, and say what would change.",
    discussion: """
      FILE is a file of editions, like the one that RULES_FILE names, or the name of a built-in edition (source, \
      2024). Each application submitted on the given day or later is judged by the edition of FILE that was in force \
      when it was submitted. The look-ups recorded at its first judgement are used again. Nothing is looked up, \
      written or sent. Whether an application is a duplicate, or its slip was used before, is not judged again: the \
      first finding is kept. An application is counted apart if its record lacks something that a rule needs, such \
      as the content of a document. Reads STORE_URL. Exits 0 whether anything would change or not.
      """)

  @Argument(help: "The rules to try.", completion: .file(extensions: ["json"]))
  var file: String

  @Option(help: "The first day of submission, in Kazakhstan, as 2026-04-01.")
  var since: String

  @Flag(help: "List each application that would get another judgement, by its number.")
  var verbose = false

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    guard let day = CivilDate(since) else { throw Failure.badInput("--since is no day such as 2026-04-01.") }
    let editions = try RulesDiff.editions(file)
    let records = try await Connections.records(try await Connections.settings())
    let report = try await TrialReport.of(records, since: day, by: editions, listing: verbose)
    printing.show(report, text: report.text)
  }
}
