import Admission
import ArgumentParser
import Operations

/// The command `rules diff A B`.
struct RulesDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say in words what changes for families if one set of rules takes the place of another.",
    discussion: """
      Each is a file as RULES_FILE names one, or the name of a built-in edition as RULES_EDITION takes it (source, \
      2024). Period by period, the edition in force by A is compared with the one by B: an application is judged by \
      the edition of its day. Exits 0 whether something changes or not.
      """)

  @Argument(help: "The rules of now.", completion: .file(extensions: ["json"]))
  var a: String

  @Argument(help: "The rules to come.", completion: .file(extensions: ["json"]))
  var b: String

  @OptionGroup var printing: OutputOptions

  func run() throws {
    let periods = RulesComparison(try Self.editions(a), try Self.editions(b)).periods
    printing.show(
      periods,
      text: periods.isEmpty ? "Nothing changes for families." : periods.map(\.text).joined(separator: "\n\n"))
  }

  static func editions(_ name: String) throws(Failure) -> RulesEditions {
    if let editions = RulesEditions.builtIn(named: name) { return editions }
    return try RuleSets.editions(json: InputFile.read(name), called: name)
  }
}
