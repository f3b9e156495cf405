import Admission
import ArgumentParser
import QueueContracts

/// `rules diff A B`.
struct RulesDiff: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Say in words what changes for families where one set of rules takes the place of another.",
    discussion: """
      Each is a file as RULES_FILE names one, or the name of a built-in edition as RULES_EDITION takes it (source, 2024). \
      Period by period, the edition in force by A is compared with the one by B: an application is judged by the edition \
      of its day. Exits 0 whether something changes or not.
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
    let json = try InputFile.read(name)
    do throws(RulesFileError) {
      return try RulesEditions(json: json)
    } catch {
      throw .badInput("\(name) cannot be used: \(error.problems.map(\.description).joined(separator: "; ")).")
    }
  }
}

/// Two sets of editions, compared over all time.
struct RulesComparison {
  struct Period: Encodable {
    /// The first day; nil from the beginning of time.
    let from: CivilDate?
    /// The first day on which it no longer holds; nil for ever.
    let before: CivilDate?
    let old: String
    let new: String
    let changes: [String]

    var text: String {
      let days = [from.map { "from \($0)" }, before.map { "before \($0)" }].compactMap { $0 }
      let span = days.isEmpty ? "At all times" : days.joined(separator: ", ").capitalizedFirst
      return (["\(span), “\(new)” in place of “\(old)”:"] + changes.map { Terminal.wrapped("– \($0)", margin: "  ") })
        .joined(separator: "\n")
    }
  }

  /// Those in which something changes, in their order.
  let periods: [Period]

  init(_ old: RulesEditions, _ new: RulesEditions) {
    let days = Set((old.all + new.all).compactMap(\.validFrom)).sorted()
    let starts = [CivilDate?.none] + days
    periods = zip(starts, days.map(CivilDate?.some) + [nil]).compactMap { start, end in
      let before = old.edition(on: start)
      let after = new.edition(on: start)
      let changes = EditionChanges(old: before, new: after).sentences
      guard !changes.isEmpty else { return nil }
      return Period(from: start, before: end, old: before.name, new: after.name, changes: changes)
    }
  }
}

extension RulesEditions {
  fileprivate func edition(on day: CivilDate?) -> RulesEdition { day.map { inForce(on: $0) } ?? all[0] }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
