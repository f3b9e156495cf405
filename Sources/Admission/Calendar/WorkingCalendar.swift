public import QueueContracts

/// Which days are worked, and when an answer is due.
public struct WorkingCalendar: Sendable, Equatable {
  /// Days off besides Saturdays and Sundays, of the years for which they are known in full.
  public let daysOff: [Int: Set<MonthDay>]
  /// Fixed-date holidays, for all other years.
  public let yearlyDaysOff: Set<MonthDay>
  /// Saturdays and Sundays that are worked all the same.
  public let workingWeekendDays: Set<CivilDate>

  public init(daysOff: [Int: Set<MonthDay>], yearlyDaysOff: Set<MonthDay>, workingWeekendDays: Set<CivilDate> = []) {
    (self.daysOff, self.yearlyDaysOff, self.workingWeekendDays) = (daysOff, yearlyDaysOff, workingWeekendDays)
  }

  public func isWorkingDay(_ day: CivilDate) -> Bool {
    if workingWeekendDays.contains(day) { return true }
    let weekend = day.weekday == .saturday || day.weekday == .sunday
    let off = daysOff[day.year] ?? yearlyDaysOff
    return !weekend && !off.contains(day.monthDay)
  }

  /// 18:00 of the last working day allowed, counted from the day after submission.
  ///
  /// - Parameter workingDays: at least 1.
  public func due(submittedAt: Timestamp, workingDays: Int) -> Timestamp {
    var (day, left) = (submittedAt.day, workingDays)
    while left > 0 {
      day = day.adding(days: 1)
      if isWorkingDay(day) { left -= 1 }
    }
    return Timestamp(day, hour: 18)
  }
}
