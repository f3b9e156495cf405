import Foundation
import QueueContracts
import Testing

struct TimestampTests {
  @Test(
    "A time is read with Z or an offset, with or without a fraction",
    arguments: [
      ("1970-01-01T00:00:00Z", 0), ("1970-01-01T05:00:00+05:00", 0), ("1969-12-31T23:59:59.999Z", -1),
      ("2026-04-01T09:00:00+05:00", 1_775_016_000_000), ("2026-04-01T04:00:00Z", 1_775_016_000_000),
      ("2026-04-01T09:00:00+0500", 1_775_016_000_000), ("2026-04-01T09:00:00+05", 1_775_016_000_000),
      ("2026-03-31T20:00:00.5-08:00", 1_775_016_000_500), ("2026-04-01T04:00:00.1239999Z", 1_775_016_000_123),
      ("2026-04-01T04:00:00,25Z", 1_775_016_000_250), ("2024-02-29T23:59:59Z", 1_709_251_199_000),
      ("1900-03-01T00:00:00Z", -2_203_891_200_000), ("2000-01-01T00:00:00-00:30", 946_686_600_000),
    ])
  func reading(text: String, milliseconds: Int64) {
    #expect(Timestamp(text)?.milliseconds == milliseconds)
  }

  @Test(
    "A text that is not a time, or has no offset, is refused",
    arguments: [
      "", "2026-04-01", "2026-04-01T09:00:00", "2026-04-01T09:00Z", "2026-04-01 09:00:00Z", "2026-04-01T24:00:00Z",
      "2026-04-01T09:60:00Z", "2026-04-01T09:00:60Z", "2026-02-29T09:00:00Z", "2026-04-01T09:00:00.Z",
      "2026-04-01T09:00:00Z ", "2026-04-01T09:00:00+5:00", "2026-04-01T09:00:00+05:00:00", "2026-04-01T09:00:00+24:00",
      "2026-04-01T09:00:00+05:60", "2026-04-01T09:00:00+", "2026-04-01T09:00:00+:0500", "2026-04-01T09:00:00+0:500",
      "1775016000", "2026-04-01T09:00:00.000+05:0а", "2026-04-01T-9:00:00Z",
    ])
  func notRead(text: String) { #expect(Timestamp(text) == nil) }

  @Test(
    "An offset with a misplaced colon or a missing digit is refused",
    arguments: ["+0:::5", "+:0:05", "+::500", "+05:::", "+05:", "+5"])
  func colons(offset: String) { #expect(Timestamp("2026-04-01T09:00:00" + offset) == nil) }

  @Test("A time is written in Kazakhstan's offset, with a fraction only if it has one")
  func writing() {
    #expect(Timestamp("2026-04-01T04:00:00Z")?.description == "2026-04-01T09:00:00+05:00")
    #expect(Timestamp("2026-03-31T19:00:00.007Z")?.description == "2026-04-01T00:00:00.007+05:00")
    #expect(Timestamp(milliseconds: -1).description == "1970-01-01T04:59:59.999+05:00")
    #expect(Timestamp(milliseconds: -18_000_001).description == "1969-12-31T23:59:59.999+05:00")
  }

  @Test("The day changes at midnight in Kazakhstan (UTC+5), not in UTC")
  func days() {
    #expect(Timestamp("2026-08-01T18:59:59.999Z")?.day == CivilDate("2026-08-01"))
    #expect(Timestamp("2026-08-01T19:00:00Z")?.day == CivilDate("2026-08-02"))
    #expect(Timestamp("1969-12-31T18:59:59.999Z")?.day == CivilDate("1969-12-31"))
    #expect(Timestamp(CivilDate("2026-04-02")!, hour: 18) == Timestamp("2026-04-02T13:00:00Z"))
    #expect(Timestamp(CivilDate("2024-02-29")!, hour: 0).day == CivilDate("2024-02-29"))
  }

  @Test("A time that was read can be written and read again, even at the ends of the calendar")
  func ends() {
    for text in ["0001-01-01T00:00:00+05:00", "9999-12-31T23:59:59.999+05:00", "1899-12-31T23:59:59+05:00"] {
      #expect(Timestamp(text)?.description == text)
    }
    #expect(Timestamp("0001-01-01T00:00:00+14:00") == nil)
    #expect(Timestamp("9999-12-31T23:59:59-12:00") == nil)
  }

  @Test("A Foundation date is rounded to the millisecond, and a time is converted to a date and back unchanged")
  func foundation() {
    #expect(Timestamp(Date(timeIntervalSince1970: 1_775_016_000.1234)).milliseconds == 1_775_016_000_123)
    let time = Timestamp(milliseconds: 1_775_016_000_999)
    #expect(Timestamp(time.date) == time)
    #expect(time < time.adding(seconds: 1) && time.adding(seconds: -1) < time)
  }
}
