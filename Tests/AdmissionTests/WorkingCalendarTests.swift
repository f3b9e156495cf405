import Admission
import QueueContracts
import Testing

@Suite("Deadlines of answers")
struct WorkingCalendarTests {
  @Test(
    "An answer is due at 18:00 of the last working day allowed, counted from the day after submission",
    arguments: [
      ("2026-04-01T09:00:00+05:00", Service.enrolment, "2026-04-02T18:00:00+05:00"),
      ("2026-04-01T23:59:59+05:00", .enrolment, "2026-04-02T18:00:00+05:00"),
      // Submitted on Friday evening or on Saturday: due on Monday.
      ("2026-04-03T19:00:00+05:00", .enrolment, "2026-04-06T18:00:00+05:00"),
      ("2026-04-04T10:00:00+05:00", .enrolment, "2026-04-06T18:00:00+05:00"),
      ("2026-04-04T10:00:00+05:00", .homeSchooling, "2026-04-07T18:00:00+05:00"),
      // 8 March 2026 is a Sunday, so the Monday after it is off.
      ("2026-03-06T10:00:00+05:00", .transfer, "2026-03-10T18:00:00+05:00"),
      // Nauryz: 21 to 25 March.
      ("2026-03-20T10:00:00+05:00", .transfer, "2026-03-26T18:00:00+05:00"),
      // At the turn of the year, 2 January 2027 is a Saturday, so the Monday after it is off.
      ("2026-12-31T10:00:00+05:00", .transfer, "2027-01-05T18:00:00+05:00"),
      ("2026-12-31T10:00:00+05:00", .homeSchooling, "2027-01-06T18:00:00+05:00"),
      ("2025-12-31T10:00:00+05:00", .enrolment, "2026-01-05T18:00:00+05:00"),
      ("2026-01-06T10:00:00+05:00", .enrolment, "2026-01-08T18:00:00+05:00"),
      // 30 August 2026, a Sunday, is no holiday any more, so Monday, 31 August, is a working day.
      ("2026-08-28T10:00:00+05:00", .enrolment, "2026-08-31T18:00:00+05:00"),
      // 30 August 2025 was a holiday and a Saturday, so Monday, 1 September, was off.
      ("2025-08-29T10:00:00+05:00", .enrolment, "2025-09-02T18:00:00+05:00"),
      ("2026-10-23T10:00:00+05:00", .homeSchooling, "2026-10-28T18:00:00+05:00"),
      // 16 December 2026, a holiday, is a Wednesday.
      ("2026-12-15T10:00:00+05:00", .homeSchooling, "2026-12-18T18:00:00+05:00"),
      // Kurban-ait is on 27 May 2026.
      ("2026-05-26T10:00:00+05:00", .enrolment, "2026-05-28T18:00:00+05:00"),
      // Kurban-ait on 16 May 2027, a Sunday, does not move.
      ("2027-05-14T10:00:00+05:00", .enrolment, "2027-05-17T18:00:00+05:00"),
      // 7 January 2029, a Sunday, does not move.
      ("2029-01-05T10:00:00+05:00", .enrolment, "2029-01-08T18:00:00+05:00"),
      // In 2027, 1 and 9 May fall on a weekend, and 15 March is a holiday for the first time.
      ("2027-04-30T10:00:00+05:00", .enrolment, "2027-05-04T18:00:00+05:00"),
      ("2027-05-06T10:00:00+05:00", .enrolment, "2027-05-11T18:00:00+05:00"),
      ("2027-03-12T10:00:00+05:00", .transfer, "2027-03-16T18:00:00+05:00"),
      ("2026-03-13T10:00:00+05:00", .transfer, "2026-03-16T18:00:00+05:00"),
      // The ministry made Friday, 3 January 2025, a day off, and Sunday, 5 January, a working day in return.
      ("2025-01-02T10:00:00+05:00", .enrolment, "2025-01-05T18:00:00+05:00"),
      ("2025-01-02T10:00:00+05:00", .homeSchooling, "2025-01-06T18:00:00+05:00"),
      // Submitted on Saturday or Sunday, 1 or 2 April 2023: due on Monday.
      ("2023-04-01T10:00:00+06:00", .enrolment, "2023-04-03T18:00:00+05:00"),
      ("2023-04-02T10:00:00+06:00", .enrolment, "2023-04-03T18:00:00+05:00"),
      // A leap day.
      ("2028-02-28T10:00:00+05:00", .enrolment, "2028-02-29T18:00:00+05:00"),
      // An evening in UTC is the next day in Kazakhstan.
      ("2026-04-01T20:00:00Z", .enrolment, "2026-04-03T18:00:00+05:00"),
    ])
  func due(submitted: String, service: Service, due: String) throws {
    let submittedAt = try #require(Timestamp(submitted))
    #expect(RulesEdition.builtIn.due(service, submittedAt: submittedAt).description == due)
  }

  @Test("Cached due times equal computed due times, for every day of four years")
  func remembered() {
    let calendar = RulesEdition.builtIn.calendar
    let asked = WorkingCalendar(holidays: calendar.holidays, years: calendar.years)
    let first = CivilDate("2024-12-20")!
    for round in 0..<2 {
      for number in 0..<1500 {
        let submittedAt = Timestamp(first.adding(days: number), hour: round == 0 ? 23 : 0, minute: 59)
        let workingDays = 1 + number % 5
        var day = submittedAt.day
        var left = workingDays
        while left > 0 {
          day = day.adding(days: 1)
          if calendar.isWorkingDay(day) { left -= 1 }
        }
        #expect(asked.due(submittedAt: submittedAt, workingDays: workingDays) == Timestamp(day, hour: 18))
      }
    }
    #expect(asked == calendar)
    #expect(asked != WorkingCalendar(holidays: [], years: calendar.years))
  }

  /// The days off that docs/domain.md lists, without those that fall on a Saturday or Sunday.
  static let daysOff = [
    2025: """
    01-01 01-02 01-03 01-07 03-10 03-21 03-24 03-25 05-01 05-07 05-09 06-06 07-07 09-01 10-27 12-16
    """,
    2026: """
    01-01 01-02 01-07 03-09 03-23 03-24 03-25 05-01 05-07 05-11 05-27 07-06 10-26 12-16
    """,
    2027: """
    01-01 01-04 01-07 03-08 03-15 03-22 03-23 03-24 05-03 05-07 05-10 07-06 10-25 12-16
    """,
    2028: """
    01-03 01-04 01-07 03-08 03-15 03-21 03-22 03-23 05-01 05-05 05-08 05-09 07-06 10-25 12-18
    """,
  ]

  @Test("The days off from 2025 to 2028 are those of the law", arguments: daysOff.keys.sorted())
  func years(year: Int) throws {
    let expected = try #require(Self.daysOff[year]).split(separator: " ").map(String.init)
    let calendar = RulesEdition.builtIn.calendar
    #expect(calendar.daysOff(of: year).map(\.description) == expected)
    #expect(calendar.workedWeekendDays(of: year).map(\.description) == (year == 2025 ? ["01-05"] : []))
  }

  /// Three holidays: 1 May and 2 May move if they fall on a weekend, 7 January does not.
  static let holidays = [
    Holiday(MonthDay(month: 5, day: 2)), Holiday(MonthDay(month: 5, day: 1)),
    Holiday(MonthDay(month: 1, day: 7), moves: false),
  ]

  @Test("If two holidays fall on one weekend, the next two working days become days off")
  func twoAtOnce() {
    // 1 and 2 May 2027 are a weekend. The Monday is Kurban-ait, so Tuesday and Wednesday become days off.
    let year = CalendarYear(kurbanAit: MonthDay(month: 5, day: 3))
    let calendar = WorkingCalendar(holidays: Self.holidays, years: [2027: year])
    #expect(calendar.daysOff(of: 2027).map(\.description) == ["01-07", "05-03", "05-04", "05-05"])
    #expect(
      WorkingCalendar(holidays: Self.holidays, years: [:]).daysOff(of: 2029).map(\.description) == ["05-01", "05-02"])
  }

  @Test("A holiday on a year's last day moves into the next year if it falls on a weekend")
  func yearsEnd() {
    let calendar = WorkingCalendar(holidays: [Holiday(MonthDay(month: 12, day: 31))], years: [:])
    #expect(calendar.daysOff(of: 2022).isEmpty)
    #expect(calendar.daysOff(of: 2023).map(\.description) == ["01-02"])
  }

  @Test("A holiday is kept from its first year through its last year")
  func span() {
    let day = MonthDay(month: 3, day: 15)
    let calendar = WorkingCalendar(holidays: [Holiday(day, from: 2027, through: 2028)], years: [:])
    #expect((2026...2029).map { calendar.daysOff(of: $0) } == [[], [day], [day], []])
  }

  @Test("Days that the government declares off or working override the computed days")
  func moved() {
    let may = { (day: Int) in MonthDay(month: 5, day: day) }
    let year = CalendarYear(daysOff: [may(6)], workingDays: [may(8), may(2)])
    let calendar = WorkingCalendar(holidays: Self.holidays, years: [2027: year])
    // 1 and 2 May are Saturday and Sunday.
    #expect(calendar.daysOff(of: 2027) == [MonthDay(month: 1, day: 7), may(3), may(4), may(6)])
    #expect(calendar.workedWeekendDays(of: 2027) == [may(2), may(8)])
  }
}
