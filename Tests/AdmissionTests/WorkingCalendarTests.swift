import Admission
import QueueContracts
import Testing

@Suite("When an answer is due")
struct WorkingCalendarTests {
  @Test(
    "18:00 of the last working day allowed, counted from the day after submission",
    arguments: [
      ("2026-04-01T09:00:00+05:00", Service.enrolment, "2026-04-02T18:00:00+05:00"),
      ("2026-04-01T23:59:59+05:00", .enrolment, "2026-04-02T18:00:00+05:00"),
      // Friday evening and Saturday: Monday.
      ("2026-04-03T19:00:00+05:00", .enrolment, "2026-04-06T18:00:00+05:00"),
      ("2026-04-04T10:00:00+05:00", .enrolment, "2026-04-06T18:00:00+05:00"),
      ("2026-04-04T10:00:00+05:00", .homeSchooling, "2026-04-07T18:00:00+05:00"),
      // Moved days off: 8 March 2026 is a Sunday, the Monday after it is off.
      ("2026-03-06T10:00:00+05:00", .transfer, "2026-03-10T18:00:00+05:00"),
      // Nauryz: 21 to 25 March.
      ("2026-03-20T10:00:00+05:00", .transfer, "2026-03-26T18:00:00+05:00"),
      // Over the year's end, into a year of which only fixed-date holidays are known.
      ("2026-12-31T10:00:00+05:00", .transfer, "2027-01-04T18:00:00+05:00"),
      ("2026-12-31T10:00:00+05:00", .homeSchooling, "2027-01-05T18:00:00+05:00"),
      // The last working day of a year of which all is known, then 1 and 2 January, and the weekend.
      ("2025-12-31T10:00:00+05:00", .enrolment, "2026-01-05T18:00:00+05:00"),
      ("2026-01-06T10:00:00+05:00", .enrolment, "2026-01-08T18:00:00+05:00"),
      // 31 August and 26 October 2026 are moved days off; 30 August and 25 October are Sundays.
      ("2026-08-28T10:00:00+05:00", .enrolment, "2026-09-01T18:00:00+05:00"),
      ("2026-10-23T10:00:00+05:00", .homeSchooling, "2026-10-28T18:00:00+05:00"),
      // 16 December is a Wednesday in 2026.
      ("2026-12-15T10:00:00+05:00", .homeSchooling, "2026-12-18T18:00:00+05:00"),
      // Saturday and Sunday, 1 and 2 April 2023: considered from Monday.
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
}
