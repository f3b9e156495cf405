public import QueueContracts

/// The editions of the rules, one after another.
///
/// An application is judged by the edition in force when it was submitted, however late it is processed.
public struct RulesEditions: Sendable, Equatable {
  /// The editions, at least one, sorted by their first day; the first edition is in force from the beginning of time.
  public let all: [RulesEdition]

  /// The edition in force at a moment.
  public func inForce(at moment: Timestamp) -> RulesEdition { inForce(on: moment.day) }

  /// The edition in force on a day, in Kazakhstan's time.
  public func inForce(on day: CivilDate) -> RulesEdition {
    all.last { $0.validFrom.map { $0 <= day } ?? true } ?? all[0]
  }

  /// The edition of the source text (docs/domain.md) alone: no other edition follows it, so it is in force on every day.
  public static let builtIn = read { () throws(RulesFileError) in
    try RulesEditions(json: PackageResources.editions_json, base: nil)
  }

  /// The edition of the source text, followed by the rules that are in force since 2024.
  private static let since2024 = read { () throws(RulesFileError) in
    try RulesEditions(json: PackageResources.editions_2024_json)
  }

  /// The names that an operator may give in `RULES_EDITION`.
  public static let builtInNames = ["source", "2024"]

  /// The built-in editions that this name stands for; nil if the name is unknown.
  public static func builtIn(named name: String) -> RulesEditions? {
    switch name {
    case "source": builtIn
    case "2024": since2024
    default: nil
    }
  }

  private static func read(_ make: () throws(RulesFileError) -> RulesEditions) -> RulesEditions {
    do throws(RulesFileError) {
      return try make()
    } catch {
      preconditionFailure("a built-in rules edition: \(error)")
    }
  }
}

extension RulesEdition {
  /// The edition of the source text.
  public static var builtIn: RulesEdition { RulesEditions.builtIn.all[0] }
}
