import Admission
import ArgumentParser
import Foundation
import Operations
import QueueContracts
import Samples

extension Language: ExpressibleByArgument {}

/// Shows the service history as a citizen reads it.
struct HistoryCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "history",
    abstract:
      "Show the service history of a citizen, of one application, or of all families of a sample.",
    discussion: """
      With --json, --iin and --application print the entries of contract section 4.8 as an array, which is empty for \
      an unknown IIN. With --families, the command waits up to --wait seconds until every application has its answers; \
      if answers are missing then, it names them and exits 1. \(PersonalAccess.discussion) Reads STORE_URL.
      """)

  @Option(help: "The citizen's IIN; - reads it from standard input, so lists of processes do not show it.")
  var iin: String?

  @Option(help: "The number of an application, or its id, a UUID; shows its letters as they were sent.")
  var application: String?

  @Option(help: "The families.json of a sample.", completion: .file(extensions: ["json"]))
  var families: String?

  @Option(help: "Seconds to wait for the families' answers, 0 to 3600.")
  var wait = 0

  @Option(help: "One language: kk, ru or en. (default: all three)")
  var language: Language?

  @OptionGroup var access: PersonalAccess
  @OptionGroup var printing: OutputOptions

  private var languages: [Language] { language.map { [$0] } ?? Language.allCases }

  func run() async throws {
    switch (iin, application, families) {
    case (let iin?, nil, nil): try await show(iin: iin == "-" ? try Self.typedIIN() : iin)
    case (nil, let name?, nil): try await show(application: try ApplicationName(name))
    case (nil, nil, let path?): try await show(familiesOf: path)
    default: throw Failure.badInput("Give one of --iin, --application and --families.")
    }
  }

  /// The first line of standard input.
  private static func typedIIN() throws(Failure) -> String {
    guard let line = readLine(), case let iin = line.trimmingCharacters(in: .whitespaces), !iin.isEmpty else {
      throw .badInput("--iin - reads an IIN from standard input, which has none on its first line.")
    }
    return iin
  }

  private func show(iin text: String) async throws {
    let settings = try await Connections.settings()
    try access.checkReason(settings)
    let entries = try await ServiceHistory.entries(iin: text) { try await Connections.records(settings) }
    let page = HistoryPage(languages: languages)
    try access.note("history --iin", applications: entries.map(\.applicationId).eachOnce, settings)
    printing.show(
      entries, text: entries.isEmpty ? "The service history has nothing under this IIN." : page.text(entries))
  }

  private func show(application name: ApplicationName) async throws {
    let settings = try await Connections.settings()
    try access.checkReason(settings)
    let records = try await Connections.records(settings)
    let id = try await name.id(in: records)
    let entries = try await ServiceHistory.entries(of: id, in: records)
    try access.note("history --application", applications: [id], settings)
    printing.show(
      entries,
      text: entries.isEmpty
        ? "The service history has nothing about this application." : HistoryPage(languages: languages).text(entries))
  }

  private func show(familiesOf path: String) async throws {
    guard (0...3600).contains(wait) else { throw Failure.badInput("--wait must be from 0 to 3600 seconds.") }
    let listed = try ListedFamily.read(path)
    let settings = try await Connections.settings()
    try access.checkReason(settings)
    let records = try await Connections.records(settings)
    let report = try await FamilyWatch(records: records, families: listed).report(within: wait)
    try access.note("history --families", applications: listed.map(\.applicationId), settings)
    printing.show(report.json, text: report.text(languages))
    guard report.missing.isEmpty else {
      let files = report.missing.map(\.file).joined(separator: ", ")
      throw Failure.couldNotBeDone(
        "After \(wait) s there is no complete answer to \(report.missing.count) of \(listed.count) applications"
          + " (\(files)); are the three workers running, and was the sample published?")
    }
  }
}

extension Array where Element: Hashable {
  /// The elements in their order, each once.
  fileprivate var eachOnce: [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
