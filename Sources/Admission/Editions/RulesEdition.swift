public import QueueContracts

/// The numbers, lists and words that the law changes from year to year.
///
/// An application is judged by the edition in force when it was submitted.
public struct RulesEdition: Sendable, Equatable {
  public let name: String
  /// Its first day in Kazakhstan, from 0:00; nil for the first edition, which holds from the beginning of time.
  public let validFrom: CivilDate?
  /// Days of the year, both inclusive, on which applications for the first grade are received (S-window).
  public let firstGradeWindow: ClosedRange<MonthDay>
  /// Regions whose schools have another window.
  public let regions: [RegionWindow]
  /// Years of age that a first-grader has or reaches within the calendar year of submission.
  public let firstGradeAge: Int
  /// The kinds that a service always asks for.
  public let requiredKinds: [Service: [DocumentKind]]
  /// How many documents of a kind are asked for (S-enrol.3), where it is not one.
  public let pieces: [DocumentKind: Int]
  /// The kinds that serve as well where one is asked for: the law gave the same paper another form number.
  public let alternatives: [DocumentKind: [DocumentKind]]
  /// Working days within which an answer is due.
  public let answerWorkingDays: [Service: Int]
  /// All attachments together, in bytes.
  public let attachmentBytes: Int
  public let photo: PhotoFormat
  public let words: EditionWords
  public let calendar: WorkingCalendar

  /// When an answer to an application is due.
  public func due(_ service: Service, submittedAt: Timestamp) -> Timestamp {
    calendar.due(submittedAt: submittedAt, workingDays: answerWorkingDays[service] ?? 1)
  }

  /// A kind and those that serve in its place.
  func kinds(servingAs kind: DocumentKind) -> Set<DocumentKind> { Set([kind] + (alternatives[kind] ?? [])) }
}
