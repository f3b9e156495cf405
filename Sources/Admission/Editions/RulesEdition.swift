public import QueueContracts

/// The numbers, lists and words that the law changes from year to year.
///
/// An application is judged by the edition in force when it was submitted.
public struct RulesEdition: Sendable, Equatable {
  /// The edition's name, by which judgements refer to it.
  public let name: String
  /// The first day, in Kazakhstan, on which the edition is in force; nil for the first edition, which has no first day.
  public let validFrom: CivilDate?
  /// The days of the year, both ends inclusive, on which applications for the first grade are received (S-window).
  public let firstGradeWindow: ClosedRange<MonthDay>
  /// The regions whose schools have another window.
  public let regions: [RegionWindow]
  /// The age in years that a first-grader must have or reach in the calendar year of submission.
  public let firstGradeAge: Int
  /// The kinds of document that each service always asks for.
  public let requiredKinds: [Service: [DocumentKind]]
  /// How many documents of each kind are asked for (S-enrol.3); 1 for a kind that is not listed.
  public let pieces: [DocumentKind: Int]
  /// The kinds that are accepted instead of a kind that is asked for: the same paper under another form number.
  public let alternatives: [DocumentKind: [DocumentKind]]
  /// The number of working days within which an answer is due.
  public let answerWorkingDays: [Service: Int]
  /// The limit for all attachments together, in bytes.
  public let attachmentBytes: Int
  /// The demands on the photograph (S-enrol.3).
  public let photo: PhotoFormat
  /// The parts of the citizens' texts that change with the edition: names of documents, contacts, appeal, dates.
  public let words: EditionWords
  /// The calendar of working days.
  public let calendar: WorkingCalendar

  /// The moment by which the answer to an application is due.
  public func due(_ service: Service, submittedAt: Timestamp) -> Timestamp {
    calendar.due(submittedAt: submittedAt, workingDays: answerWorkingDays[service] ?? 1)
  }

  /// The kinds that are accepted if this kind is asked for, including the kind itself.
  func kinds(servingAs kind: DocumentKind) -> Set<DocumentKind> { Set([kind] + (alternatives[kind] ?? [])) }
}
