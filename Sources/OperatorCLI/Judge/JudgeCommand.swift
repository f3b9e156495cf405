import Admission
import ArgumentParser
import CitizenTexts
import IntakeLookups
import Foundation
import Operations
import QueueContracts
import ReferenceFiles

/// Judges an application offline, and explains the judgement rule by rule.
struct JudgeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "judge",
    abstract: "Judge an application offline by the workers' rules, and show each rule with the facts that it judged.",
    discussion: """
      The file holds a body of application.submitted.v1, or the form alone. Documents, registers and schools are \
      looked up if an option or a key (DOCUMENTS_URL, REGISTERS_URL, SCHOOLS_FILE) says where they are; if not, the \
      output says so. Signatures count as genuine; duplicates and used slips are not judged, because only the register \
      knows them. Nothing is published or stored.

      With --recorded APPLICATION nothing is looked up: the output shows the judgement and the look-ups that a worker \
      recorded in the store (STORE_URL). The facts of each rule are shown if the rules edition is in RULES_FILE or \
      built in. Exits 1 if the application is unknown, or its judgement was not recorded.

      IINs and document numbers are masked unless --personal is given. \(PersonalAccess.discussion) Otherwise exits 0, \
      whatever the verdict is.
      """)

  @Argument(help: "A body of application.submitted.v1, or a form.", completion: .file(extensions: ["json"]))
  var file: String?

  @Option(help: "Show how this application was judged; its number, or its id, a UUID.")
  var recorded: String?

  @Option(help: "The time of submission. (default: that of the file; for a form, now)")
  var submittedAt: String?

  @Option(help: "The document store: a folder, or a URL as DOCUMENTS_URL.", completion: .directory)
  var documents: String?

  @Option(help: "The registers: a file, or a URL as REGISTERS_URL.", completion: .file(extensions: ["json"]))
  var registers: String?

  @Option(help: "The directory of schools, as SCHOOLS_FILE.", completion: .file(extensions: ["csv"]))
  var schools: String?

  @Option(help: "The rules editions, as RULES_FILE.", completion: .file(extensions: ["json"]))
  var rules: String?

  @Flag(help: "Show IINs and document numbers in full.")
  var personal = false

  @OptionGroup var access: PersonalAccess
  @OptionGroup var printing: OutputOptions

  func validate() throws {
    guard (file == nil) != (recorded == nil) else {
      throw ValidationError("Name a file, or an application by --recorded.")
    }
    guard recorded != nil, submittedAt ?? documents ?? registers ?? schools != nil else { return }
    throw ValidationError(
      "With --recorded nothing is looked up, and the time is the recorded one: leave out the others.")
  }

  func run() async throws {
    if let recorded {
      try await sayAgain(recorded)
    } else if let file {
      try await judge(file)
    }
  }

  private func judge(_ file: String) async throws {
    let clerksCase = try ClerksCase(InputFile.read(file), path: file, submittedAt: try givenTime())
    let settings = try await Connections.settings(given: given)
    if personal { try access.checkReason(settings) }
    let edition = try RulesEditions(settings).inForce(at: clerksCase.submittedAt)
    let findings = try await CaseLookups(settings).findings(about: clerksCase, by: edition)
    let explanation = Explanation(
      clerksCase, edition: edition, findings: findings, texts: try HistoryTexts(), personal: personal)
    if personal {
      try access.note("judge --personal", applications: clerksCase.applicationId.map { [$0] } ?? [], settings)
    }
    printing.show(explanation, text: explanation.text)
  }

  private func sayAgain(_ text: String) async throws {
    let name = try ApplicationName(text)
    let settings = try await Connections.settings(given: given)
    if personal { try access.checkReason(settings) }
    let editions = try RulesEditions(settings)
    let records = try await Connections.records(settings)
    let id = try await name.id(in: records)
    let explanation = try await Explanation.recorded(
      of: id, in: records, editions: editions, texts: try HistoryTexts(),
      personal: personal)
    if personal { try access.note("judge --recorded --personal", applications: [id], settings) }
    printing.show(explanation, text: explanation.text)
  }

  private func givenTime() throws(Failure) -> Timestamp? {
    guard let submittedAt else { return nil }
    guard let time = Timestamp(submittedAt) else {
      throw .badInput("--submitted-at is no time with an offset, such as 2026-04-01T09:00:00+05:00.")
    }
    return time
  }

  private var given: [String: String] {
    [
      "DOCUMENTS_URL": documents.map(Self.url), "REGISTERS_URL": registers.map(Self.url), "SCHOOLS_FILE": schools,
      "RULES_FILE": rules,
    ].compactMapValues { $0 }
  }

  /// Makes a URL of an option's value; a path becomes the URL of a file.
  private static func url(_ place: String) -> String {
    place.contains("://") ? place : URL(fileURLWithPath: place).standardizedFileURL.absoluteString
  }
}
