import QueueContracts

/// The news that an update brings to the family.
///
/// Every update brings exactly one piece of news, so every update has a letter.
enum News: String, CaseIterable, Sendable {
  /// The application was received and waits to be checked.
  case received
  /// The application was accepted and passed on: to the school or, for a transfer, to the check of its papers.
  case accepted
  /// A transfer's papers were accepted and passed on to the receiving school.
  case checked
  /// The deadline passed, and the school has not answered.
  case late
  /// The deadline passed before any school was asked.
  case delayed
  /// The school gave a place.
  case enrolled
  /// A worker refused the application on formal grounds.
  case refused
  /// The school gave no place.
  case refusedBySchool
  /// The applicant withdrew.
  case withdrawn
  /// The applicant withdrew after the school had given a place.
  case givenBack
  /// The application ended without a resolution.
  ///
  /// Contract 4.7 forbids a `completed` update without a resolution, but the message's format allows it. The letter
  /// only says that the application has ended.
  case ended

  init(_ update: ProcessingUpdated, _ context: LetterContext) {
    self =
      switch (update.status, update.resolution, update.step) {
      case (.inProcessing, _, .received): .received
      case (.inProcessing, _, .passedDeadline): context.wasSchoolAsked ? .late : .delayed
      case (.inProcessing, _, .transfer) where update.service == .transfer: .checked
      case (.inProcessing, _, _): .accepted
      case (.completed, .positive, _): .enrolled
      case (.completed, .negative, .school): .refusedBySchool
      case (.completed, .negative, _): .refused
      case (.completed, .withdrawn, _): context.hadPlace ? .givenBack : .withdrawn
      case (.completed, nil, _): .ended
      }
  }

  /// The services in which the news can occur; ``checked`` occurs only in transfers.
  var services: [Service] { self == .checked ? [.transfer] : Service.allCases }

  /// True if each service has its own title and its own short letter.
  var variesByService: Bool { [.accepted, .enrolled, .refusedBySchool, .givenBack].contains(self) }

  /// True if the family may want to call the school, because the school has decided or the deadline has passed.
  var namesPhone: Bool { [.late, .delayed, .enrolled, .refusedBySchool].contains(self) }
}
