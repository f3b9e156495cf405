public import QueueContracts

/// A day of any year, `04-01`.
public struct MonthDay: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let month: Int
  public let day: Int

  public init(month: Int, day: Int) { (self.month, self.day) = (month, day) }

  /// Nil where the text is not `MM-DD`, a day that some year has.
  public init?(_ text: String) {
    // 2000 is a leap year.
    guard let date = CivilDate("2000-\(text)") else { return nil }
    self = date.monthDay
  }

  public var description: String { String(CivilDate(year: 2000, month: month, day: day)?.description.suffix(5) ?? "") }

  public static func < (left: Self, right: Self) -> Bool { (left.month, left.day) < (right.month, right.day) }
}

extension CivilDate {
  public var monthDay: MonthDay { MonthDay(month: month, day: day) }
}
