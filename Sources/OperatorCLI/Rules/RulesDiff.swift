import Admission
import ArgumentParser
import Operations

/// The command `rules diff A B`.
struct RulesDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say in words what changes for families if the rules B replace the rules A.",
    discussion: """
      A and B are each a file like the one that RULES_FILE names, or the name of a built-in edition (source, \
      2024). An application is judged by the edition in force on its day, so the editions of A and B are compared \
      period by period. Exits 0 whether something changes or not.
      """)

  @Argument(help: "The present rules.", completion: .file(extensions: ["json"]))
  var a: String

  @Argument(help: "The new rules.", completion: .file(extensions: ["json"]))
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
