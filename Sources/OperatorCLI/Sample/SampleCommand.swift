import ArgumentParser
import Operations
import QueueContracts
import Samples

/// Makes synthetic families, their applications and documents.
struct SampleCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sample",
    abstract: "Make synthetic families, their applications and their documents.",
    discussion: """
      Writes DIR/messages (bodies of application.submitted.v1, to publish in this order), DIR/documents, \
      DIR/registers.json, DIR/schools.csv, DIR/families.json, and the files by which workers judge the signatures: \
      DIR/eds-trust-roots.pem, DIR/eds-crls.pem and DIR/sms-attestation-keys.pem. The same seed gives the same forms; \
      the signing keys are made anew each time and not kept. All people are made up.
      """)

  @Option(help: "The folder to write to; it is made if it is missing.")
  var output: String

  @Option(help: "A number; each number makes other families.")
  var seed: UInt64 = 1

  @Option(help: "The number of applications, 1 to 100000; the cases repeat with new families.")
  var count: Int = SampleScenario.allCases.count

  @Option(help: "The time at which the first application was submitted; the others follow 20 seconds apart.")
  var submittedAt = "2026-04-01T09:00:00+05:00"

  @OptionGroup var printing: OutputOptions

  func run() throws {
    guard (1...100_000).contains(count) else { throw Failure.badInput("--count must be from 1 to 100000.") }
    // Birth years are counted back from the year of submission, and an IIN can only hold one from 1800 to 2099.
    guard let first = Timestamp(submittedAt), (1900...2099).contains(first.day.year) else {
      throw Failure.badInput("--submitted-at is no time with an offset, such as 2026-04-01T09:00:00+05:00.")
    }
    let town = try SampleTown(seed: seed, firstSubmission: first)
    let summary = try SampleFolder(path: output).write(town, count: count)
    printing.show(
      summary,
      text: "Wrote \(summary.messages) applications and \(summary.documents) documents to \(output).")
  }
}
