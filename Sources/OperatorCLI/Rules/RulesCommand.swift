import Admission
import ArgumentParser
import CitizenTexts
import IntakeLookups
import Operations
import QueueContracts
import ReferenceFiles
import WorkerRuntime

/// Shows, checks and explains the rules that applications are judged by.
struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules",
    abstract: "Show, check and explain the rules that applications are judged by.",
    subcommands: [
      RulesShow.self, RulesCheck.self, RulesDiff.self, RulesTry.self, RulesExplain.self, RulesDocument.self,
    ])
}

/// The command `rules show`.
struct RulesShow: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Print the editions of the rules in plain words, and which one is in force now.",
    discussion: "Reads RULES_FILE and RULES_EDITION; without them, the edition of the official text is in force.")

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let editions = try RulesEditions(try await Connections.settings())
    let reports = EditionReport.all(editions, now: .now)
    printing.show(reports, text: reports.map(\.text).joined(separator: "\n\n"))
  }
}

/// The command `rules check FILE`.
struct RulesCheck: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "check",
    abstract: "Check a rules file before a worker reads it; names each problem with its line and key.",
    discussion: "Exits 0 if a worker would accept the file, 2 if a worker would not start with it.")

  @Argument(help: "A file of editions, like the one that RULES_FILE names.", completion: .file(extensions: ["json"]))
  var file: String

  func run() throws {
    let editions = try RulesDiff.editions(file)
    Terminal.answer("\(file) can be used: \(editions.all.map(\.name).joined(separator: ", ")).")
  }
}

/// The command `rules explain CODE`.
struct RulesExplain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a reason's code: its clause, when it holds, and what the citizen reads.",
    discussion: "Numbers in the texts are those of the edition in force now. Reads RULES_FILE and RULES_EDITION.")

  @Argument(help: "A code such as document.missing.")
  var code: String

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    guard let description = RuleDescription.all.first(where: { $0.code.rawValue == code }) else {
      let codes = RuleDescription.all.map(\.code.rawValue).joined(separator: ", ")
      throw Failure.badInput("\(code) is no code of a reason; these are: \(codes).")
    }
    let edition = try RulesEditions(try await Connections.settings()).inForce(at: .now)
    let explanation = ReasonExplanation(description, texts: try HistoryTexts(), edition: edition)
    printing.show(explanation, text: explanation.text)
  }
}

/// The command `rules document`.
struct RulesDocument: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "document", abstract: "Print docs/rules.md: the rules, their texts and the built-in edition.")

  func run() throws { Terminal.answer(try RulesPage.markdown(), terminator: "") }
}
