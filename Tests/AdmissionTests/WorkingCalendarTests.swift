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
      // An evening in UTC is the next day in Kazakhstan.
      ("2026-04-01T20:00:00Z", .enrolment, "2026-04-03T18:00:00+05:00"),
    ])
  func due(submitted: String, service: Service, due: String) throws {
    let submittedAt = try #require(Timestamp(submitted))
    #expect(RulesEdition.builtIn.due(service, submittedAt: submittedAt).description == due)
  }
}
