public import QueueContracts
import Synchronization

/// The calendar of working days, by which due times are computed.
///
/// Days off follow from the law on holidays: Saturdays, Sundays and holidays. If a holiday falls on a Saturday or
/// Sunday, the next working day becomes a day off (art. 5). Facts that cannot be computed are given for each year
/// (``CalendarYear``).
public struct WorkingCalendar: Sendable {
  /// The holidays of fixed date, in the order of their days.
  public let holidays: [Holiday]
  /// The facts about days off that cannot be computed, by year.
  public let years: [Int: CalendarYear]
  private let dues = KnownDues()

  /// Creates a calendar.
  public init(holidays: [Holiday], years: [Int: CalendarYear]) {
    self.holidays = holidays.sorted { $0.day < $1.day }
    self.years = years
  }

  /// Tells whether the day is a working day.
  package func isWorkingDay(_ day: CivilDate) -> Bool {
    let year = years[day.year]
    if year?.workingDays.contains(day.monthDay) == true { return true }
    if isOffByDate(day) || year?.daysOff.contains(day.monthDay) == true { return false }
    // For a holiday at the end of a year, the day off may fall in the next year.
    return !movedHolidays(of: day.year).contains(day) && !movedHolidays(of: day.year - 1).contains(day)
  }

  /// The moment by which an answer is due: 18:00 in Kazakhstan on the last of the allowed working days.
  ///
  /// - Parameters:
  ///   - submittedAt: the time of submission; working days are counted from the day after it.
  ///   - workingDays: the number of working days allowed, at least 1.
  /// - Returns: the moment by which the answer is due.
  public func due(submittedAt: Timestamp, workingDays: Int) -> Timestamp {
    let key = KnownDues.Key(day: submittedAt.day.dayNumber, workingDays: workingDays)
    return dues.due(key) {
      var (day, left) = (submittedAt.day, workingDays)
      while left > 0 {
        day = day.adding(days: 1)
        if isWorkingDay(day) { left -= 1 }
      }
      return Timestamp(day, hour: 18)
    }
  }

  /// The days off of a year besides Saturdays and Sundays, in their order.
  public func daysOff(of year: Int) -> [MonthDay] { days(of: year) { !$0.isWeekend && !isWorkingDay($0) } }

  /// The Saturdays and Sundays of a year that are working days.
  public func workedWeekendDays(of year: Int) -> [MonthDay] { days(of: year) { $0.isWeekend && isWorkingDay($0) } }

  private func days(of year: Int, where isWanted: (CivilDate) -> Bool) -> [MonthDay] {
    guard let first = CivilDate(year: year, month: 1, day: 1) else { return [] }
    return (0..<366).map { first.adding(days: $0) }.filter { $0.year == year && isWanted($0) }.map(\.monthDay)
  }

  /// Tells whether the day is a Saturday, a Sunday, a holiday, or Kurban-ait's first day.
  private func isOffByDate(_ day: CivilDate) -> Bool {
    day.isWeekend || years[day.year]?.kurbanAit == day.monthDay
      || holidays.contains { $0.day == day.monthDay && $0.isKept(in: day.year) }
  }

  /// The working days that become days off because a holiday falls on a Saturday or Sunday, one for each such holiday.
  private func movedHolidays(of year: Int) -> [CivilDate] {
    var moved: [CivilDate] = []
    for holiday in holidays where holiday.moves && holiday.isKept(in: year) {
      guard var day = CivilDate(year: year, month: holiday.day.month, day: holiday.day.day), day.isWeekend
      else { continue }
      while isOffByDate(day) || moved.contains(day) { day = day.adding(days: 1) }
      moved.append(day)
    }
    return moved
  }
}

extension WorkingCalendar: Equatable {
  /// Tells whether both calendars have the same holidays and years.
  public static func == (left: Self, right: Self) -> Bool {
    left.holidays == right.holidays && left.years == right.years
  }
}

/// A cache of due times, so the calendar is searched only once for each day of submission.
private final class KnownDues: Sendable {
  struct Key: Hashable {
    let day: Int
    let workingDays: Int
  }

  /// The limit of 1024 is enough for every day of a year with two different values of `workingDays`.
  private let known = Mutex(LRUCache<Key, Timestamp>(limit: 1024))

  func due(_ key: Key, _ compute: () -> Timestamp) -> Timestamp {
    if let due = known.withLock({ $0[key] }) { return due }
    let due = compute()
    known.withLock { $0[key] = due }
    return due
  }
}

/// A public holiday of fixed date.
public struct Holiday: Sendable, Equatable {
  /// The day of the year.
  public let day: MonthDay
  /// The first year in which the holiday is kept; nil if it has always been kept.
  public let from: Int?
  /// The last year in which the holiday is kept; nil if it is still kept.
  public let through: Int?
  /// True if the next working day is off when the holiday falls on a Saturday or Sunday; false for 7 January.
  public let moves: Bool

  /// Creates a holiday.
  public init(_ day: MonthDay, from: Int? = nil, through: Int? = nil, moves: Bool = true) {
    self.day = day
    self.from = from
    self.through = through
    self.moves = moves
  }

  func isKept(in year: Int) -> Bool { (from ?? year) <= year && year <= (through ?? year) }
}

/// The facts about a year's days off that cannot be computed.
public struct CalendarYear: Sendable, Equatable {
  /// The first day of Kurban-ait; nil if it is not known.
  ///
  /// If this day falls on a Saturday or Sunday, no other day is off instead.
  public let kurbanAit: MonthDay?
  /// The days that the government declares days off.
  public let daysOff: Set<MonthDay>
  /// The days that the government declares working days in return for ``daysOff``.
  public let workingDays: Set<MonthDay>

  /// Creates the facts of a year.
  public init(kurbanAit: MonthDay? = nil, daysOff: Set<MonthDay> = [], workingDays: Set<MonthDay> = []) {
    self.kurbanAit = kurbanAit
    self.daysOff = daysOff
    self.workingDays = workingDays
  }
}

extension CivilDate {
  fileprivate var isWeekend: Bool { weekday == .saturday || weekday == .sunday }
}
