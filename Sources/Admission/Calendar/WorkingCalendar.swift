public import QueueContracts
import Synchronization

/// Which days are worked, and when an answer is due.
///
/// Days off are computed by the law on holidays: Saturdays, Sundays, holidays, and for a holiday that falls on one of
/// the two the next working day (art. 5). What cannot be computed is given for each year.
public struct WorkingCalendar: Sendable {
  /// In the order of their days.
  public let holidays: [Holiday]
  /// What is known of single years.
  public let years: [Int: CalendarYear]
  private let dues = KnownDues()

  public init(holidays: [Holiday], years: [Int: CalendarYear]) {
    self.holidays = holidays.sorted { $0.day < $1.day }
    self.years = years
  }

  public func isWorkingDay(_ day: CivilDate) -> Bool {
    let year = years[day.year]
    if year?.workingDays.contains(day.monthDay) == true { return true }
    if isOffByDate(day) || year?.daysOff.contains(day.monthDay) == true { return false }
    // A holiday of the last days of a year may move into the next.
    return !movedHolidays(of: day.year).contains(day) && !movedHolidays(of: day.year - 1).contains(day)
  }

  /// 18:00 of the last working day allowed, counted from the day after submission.
  ///
  /// - Parameter workingDays: at least 1.
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

  /// The Saturdays and Sundays of a year that are worked.
  public func workedWeekendDays(of year: Int) -> [MonthDay] { days(of: year) { $0.isWeekend && isWorkingDay($0) } }

  private func days(of year: Int, where isWanted: (CivilDate) -> Bool) -> [MonthDay] {
    guard let first = CivilDate(year: year, month: 1, day: 1) else { return [] }
    return (0..<366).map { first.adding(days: $0) }.filter { $0.year == year && isWanted($0) }.map(\.monthDay)
  }

  /// A Saturday, a Sunday, a holiday, or Kurban-ait's first day.
  private func isOffByDate(_ day: CivilDate) -> Bool {
    day.isWeekend || years[day.year]?.kurbanAit == day.monthDay
      || holidays.contains { $0.day == day.monthDay && $0.isKept(in: day.year) }
  }

  /// The working days that become days off because a holiday falls on a Saturday or Sunday, one for each.
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
  public static func == (left: Self, right: Self) -> Bool {
    left.holidays == right.holidays && left.years == right.years
  }
}

/// Remembers when answers to the applications of a day are due: the calendar is gone through once a day.
private final class KnownDues: Sendable {
  struct Key: Hashable {
    let day: Int
    let workingDays: Int
  }

  /// More than the days of a campaign.
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
  public let day: MonthDay
  /// The first year in which it is kept; nil if it always was.
  public let from: Int?
  /// The last year in which it is kept; nil if it still is.
  public let through: Int?
  /// On a Saturday or Sunday it makes the next working day one off; 7 January does not.
  public let moves: Bool

  public init(_ day: MonthDay, from: Int? = nil, through: Int? = nil, moves: Bool = true) {
    self.day = day
    self.from = from
    self.through = through
    self.moves = moves
  }

  func isKept(in year: Int) -> Bool { (from ?? year) <= year && year <= (through ?? year) }
}

/// What is known of one year, and cannot be computed.
public struct CalendarYear: Sendable, Equatable {
  /// Its first day, which does not move; nil if it is not known.
  public let kurbanAit: MonthDay?
  /// Days off by the government's word.
  public let daysOff: Set<MonthDay>
  /// Days that are worked by the government's word, instead of those.
  public let workingDays: Set<MonthDay>

  public init(kurbanAit: MonthDay? = nil, daysOff: Set<MonthDay> = [], workingDays: Set<MonthDay> = []) {
    self.kurbanAit = kurbanAit
    self.daysOff = daysOff
    self.workingDays = workingDays
  }
}

extension CivilDate {
  fileprivate var isWeekend: Bool { weekday == .saturday || weekday == .sunday }
}
