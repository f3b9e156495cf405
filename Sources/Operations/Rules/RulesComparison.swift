import Admission
import QueueContracts

/// The differences between two sets of editions, period by period.
public struct RulesComparison: Sendable {
  /// A period in which each set has one edition in force, and the changes between the two editions.
  public struct Period: Encodable, Sendable {
    /// The first day; nil if the period has no beginning.
    public let from: CivilDate?
    /// The first day after the period; nil if the period has no end.
    public let before: CivilDate?
    /// The name of the edition in the first set.
    public let old: String
    /// The name of the edition in the second set.
    public let new: String
    /// The changes for families, one sentence each.
    public let changes: [String]
  }

  /// The periods in which something changes, in their order.
  public let periods: [Period]

  /// Compares the two sets period by period, because an application is judged by the edition in force on its day.
  public init(_ old: RulesEditions, _ new: RulesEditions) {
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
