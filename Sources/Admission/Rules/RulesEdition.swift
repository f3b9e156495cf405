public import QueueContracts

/// The numbers and lists that the law changes from year to year.
///
/// An application is judged by the edition in force when it was submitted.
public struct RulesEdition: Sendable, Equatable {
  public let name: String
  /// Days of the year, both inclusive, on which applications for the first grade are received (S-window).
  public let firstGradeWindow: ClosedRange<MonthDay>
  /// The kinds that a service always asks for.
  public let requiredKinds: [Service: [DocumentKind]]
  /// Working days within which an answer is due.
  public let answerWorkingDays: [Service: Int]
  /// All attachments together, in bytes.
  public let attachmentBytes: Int
  /// Years of age that a first-grader has or reaches within the calendar year of submission.
  public let firstGradeAge: Int
  public let calendar: WorkingCalendar

  /// The edition of the source text, with the days off of 2026.
  public static let builtIn = RulesEdition(
    name: "builtIn",
    firstGradeWindow: MonthDay(month: 4, day: 1)...MonthDay(month: 8, day: 1),
    requiredKinds: [
      .enrolment: [.photo, .healthForm063, .healthForm026],
      .homeSchooling: [.photo, .healthForm063, .healthForm026, .medicalCommissionConclusion],
      .transfer: [.identityDocument, .deregistrationSlip],
    ],
    answerWorkingDays: [.enrolment: 1, .homeSchooling: 2, .transfer: 1],
    attachmentBytes: 5_242_880,
    firstGradeAge: 6,
    calendar: WorkingCalendar(
      daysOff: [
        2026: Set(
          [
            (1, [1, 2, 7]), (3, [9, 21, 22, 23, 24, 25]), (5, [1, 7, 11, 27]), (7, [6]), (8, [31]), (10, [26]),
            (12, [16]),
          ].flatMap { month, days in days.map { MonthDay(month: month, day: $0) } })
      ],
      yearlyDaysOff: Set(
        [(1, [1, 2, 7]), (3, [8, 21, 22, 23]), (5, [1, 7, 9]), (7, [6]), (8, [30]), (10, [25]), (12, [16])]
          .flatMap { month, days in days.map { MonthDay(month: month, day: $0) } })))

  /// When an answer to an application is due.
  public func due(_ service: Service, submittedAt: Timestamp) -> Timestamp {
    calendar.due(submittedAt: submittedAt, workingDays: answerWorkingDays[service] ?? 1)
  }
}
