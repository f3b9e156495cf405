public import QueueContracts

/// A month and a day without a year, such as `04-01`.
public struct MonthDay: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// The month, 1 to 12.
  public let month: Int
  /// The day of the month, from 1.
  public let day: Int

  /// Creates a day, which must exist in some year.
  public init(month: Int, day: Int) {
    self.month = month
    self.day = day
  }

  /// Reads `MM-DD`; nil if the text is anything else, or no year has such a day.
  public init?(_ text: String) {
    // 2000 is a leap year, so `02-29` can be read.
    guard let date = CivilDate("2000-\(text)") else { return nil }
    self = date.monthDay
  }

  /// The day as `MM-DD`.
  public var description: String { String(CivilDate(year: 2000, month: month, day: day)?.description.suffix(5) ?? "") }

  /// Tells whether the left day is earlier in the year than the right day.
  public static func < (left: Self, right: Self) -> Bool { (left.month, left.day) < (right.month, right.day) }
}

extension CivilDate {
  /// The day without its year.
  public var monthDay: MonthDay { MonthDay(month: month, day: day) }
}
