import QueueContracts
import Testing

struct CivilDateTests {
  @Test("In the years 1800 to 2200, day numbers are consecutive, and each day number gives its day again")
  func dayNumbers() throws {
    var expected = try #require(CivilDate("1800-01-01")).dayNumber
    #expect(expected == -62_091)
    for year in 1800...2200 {
      for month in 1...12 {
        for day in 1...31 {
          guard let date = CivilDate(year: year, month: month, day: day) else { continue }
          guard date.dayNumber == expected, CivilDate(dayNumber: expected) == date else {
            Issue.record("\(date) is day \(date.dayNumber), not \(expected)")
            return
          }
          expected += 1
        }
      }
    }
    #expect(expected - CivilDate("1800-01-01")!.dayNumber == 146_097 + 365)
  }

  @Test(
    "A date is read and written as YYYY-MM-DD", arguments: ["2019-05-12", "2020-02-29", "2000-02-29", "0001-01-01"])
  func text(text: String) { #expect(CivilDate(text)?.description == text) }

  @Test(
    "A text that is not an existing day as YYYY-MM-DD is refused",
    arguments: [
      "2019-02-29", "1900-02-29", "2026-04-31", "2026-00-10", "2026-13-01", "2026-01-00", "0000-01-01", "2026-1-1",
      "12.05.2019", "2026-04-01T00:00:00Z", "2026/04/01", " 2026-04-01", "२०२६-०४-०१", "+026-04-01", "",
    ])
  func noDate(text: String) { #expect(CivilDate(text) == nil) }

  @Test("Weekdays are right before and after 1970")
  func weekdays() {
    #expect(CivilDate("1970-01-01")?.weekday == .thursday)
    #expect(CivilDate("2026-04-01")?.weekday == .wednesday)
    #expect(CivilDate("1969-12-28")?.weekday == .sunday)
    #expect(CivilDate("1900-01-01")?.weekday == .monday)
  }

  @Test("Days are added over months, years and leap days")
  func adding() {
    #expect(CivilDate("2024-02-28")?.adding(days: 1).description == "2024-02-29")
    #expect(CivilDate("2023-02-28")?.adding(days: 1).description == "2023-03-01")
    #expect(CivilDate("2026-01-01")?.adding(days: -1).description == "2025-12-31")
    #expect(CivilDate("2026-12-31")! < CivilDate("2027-01-01")!)
  }
}
