public import QueueContracts

/// The rules of all times, one edition after another.
///
/// An application is judged by the edition in force when it was submitted, however late it is processed.
public struct RulesEditions: Sendable, Equatable {
  /// By their first day, at least one; the first one holds from the beginning of time.
  public let all: [RulesEdition]

  /// The edition in force at a moment.
  public func inForce(at moment: Timestamp) -> RulesEdition {
    all.last { $0.validFrom.map { $0 <= moment.day } ?? true } ?? all[0]
  }

  /// One edition that holds at all times: that of the source text, with the days off of 2026.
  public static let builtIn: RulesEditions = {
    do throws(RulesFileError) {
      return try RulesEditions(json: PackageResources.editions_json, base: nil)
    } catch {
      preconditionFailure("the built-in rules edition: \(error)")
    }
  }()
}

extension RulesEdition {
  /// The edition of the source text.
  public static var builtIn: RulesEdition { RulesEditions.builtIn.all[0] }
}
