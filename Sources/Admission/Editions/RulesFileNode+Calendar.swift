import QueueContracts

extension RulesFileNode {
  /// The greatest number of days off, besides weekends, that one list of a file may give.
  ///
  /// No year has so many days off, and a longer list could leave no working day for an answer.
  private static let mostDaysOff = 100

  /// Reads the calendar; if the file leaves out the holidays or a year, they are taken from the base.
  ///
  /// - Parameter base: the built-in calendar; nil if the file is the built-in one, which must be complete.
  /// - Returns: the calendar; nil if something is wrong with it.
  func calendar(base: WorkingCalendar?) -> WorkingCalendar? {
    let keys = ["holidays", "years"]
    guard let fields = base == nil ? fields(keys) : fields([], optional: keys) else { return nil }
    let holidays = fields["holidays"].map { $0.holidays() } ?? base?.holidays
    let years = fields["years"].map { $0.years() } ?? [:]
    guard let holidays, let years else { return nil }
    return WorkingCalendar(holidays: holidays, years: (base?.years ?? [:]).merging(years) { $1 })
  }

  private func holidays() -> [Holiday]? {
    guard let nodes = elements() else { return nil }
    guard nodes.count <= Self.mostDaysOff else {
      note("expected at most \(Self.mostDaysOff) holidays")
      return nil
    }
    return nodes.compactMap { $0.holiday() }
  }

  private func holiday() -> Holiday? {
    guard let fields = fields(["day"], optional: ["from", "through", "moves"]), let day = fields["day"]?.monthDay()
    else { return nil }
    let from = fields["from"]?.integer(1991...9999)
    let through = fields["through"]?.integer(1991...9999)
    if let from, let through, through < from { note("the holiday ends before it begins") }
    return Holiday(day, from: from, through: through, moves: fields["moves"].map { $0.bool() ?? true } ?? true)
  }

  private func years() -> [Int: CalendarYear]? {
    guard let entries = entries() else { return nil }
    var years: [Int: CalendarYear] = [:]
    for (name, node) in entries {
      guard let year = Int(name), (1991...9999).contains(year) else {
        node.note("expected a year such as 2026")
        continue
      }
      years[year] = node.year(year)
    }
    return years
  }

  private func year(_ year: Int) -> CalendarYear? {
    guard let fields = fields([], optional: ["kurbanAit", "daysOff", "workingDays"]) else { return nil }
    let off = fields["daysOff"]?.days(of: year) ?? []
    let worked = fields["workingDays"]?.days(of: year) ?? []
    if !Set(off).isDisjoint(with: worked) { note("a day cannot be both off and worked") }
    return CalendarYear(
      kurbanAit: fields["kurbanAit"]?.day(of: year), daysOff: Set(off), workingDays: Set(worked))
  }

  private func days(of year: Int) -> [MonthDay]? {
    guard let days = set({ $0.day(of: year) }) else { return nil }
    guard days.count <= Self.mostDaysOff else {
      note("expected at most \(Self.mostDaysOff) days")
      return nil
    }
    return days
  }

  private func day(of year: Int) -> MonthDay? {
    text("a day of \(year) such as \"04-01\"") { text in
      MonthDay(text).flatMap { CivilDate(year: year, month: $0.month, day: $0.day)?.monthDay }
    }
  }
}
