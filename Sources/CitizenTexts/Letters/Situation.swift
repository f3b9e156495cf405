import QueueContracts

/// The news that a citizen is told, in one word.
///
/// Every update is exactly one of these, so that none stays without a letter.
enum Situation: String, CaseIterable, Sendable {
  /// The form came and waits to be checked.
  case received
  /// The form stands and went on: to the school, or for a transfer to the check of its papers.
  case accepted
  /// A transfer's papers stand and went on to the receiving school.
  case checked
  /// The deadline passed, and the school has not answered.
  case late
  /// The deadline passed before any school was asked.
  case delayed
  /// The school gave a place.
  case enrolled
  /// Refused by a worker, on formal grounds.
  case refused
  /// The school gave no place.
  case refusedBySchool
  /// The applicant withdrew.
  case withdrawn
  /// Withdrawn after the school had given a place.
  case givenBack
  /// Ended without a resolution, which contract 4.7 does not know but can be written; then nothing false is said.
  case ended

  init(_ update: ProcessingUpdated, _ background: Background) {
    self =
      switch (update.status, update.resolution, update.step) {
      case (.inProcessing, _, .received): .received
      case (.inProcessing, _, .passedDeadline): background.wasSchoolAsked ? .late : .delayed
      case (.inProcessing, _, .transfer) where update.service == .transfer: .checked
      case (.inProcessing, _, _): .accepted
      case (.completed, .positive, _): .enrolled
      case (.completed, .negative, .school): .refusedBySchool
      case (.completed, .negative, _): .refused
      case (.completed, .withdrawn, _): background.hadPlace ? .givenBack : .withdrawn
      case (.completed, nil, _): .ended
      }
  }

  /// The services that the situation can occur in; only a transfer has papers of its own to check.
  var services: [Service] { self == .checked ? [.transfer] : Service.allCases }

  /// True if its title and short form differ from service to service.
  var variesByService: Bool { [.accepted, .enrolled, .refusedBySchool, .givenBack].contains(self) }

  /// True if the reader may want to call the school: it is the school's word, or about the school's silence.
  var namesPhone: Bool { [.late, .enrolled, .refusedBySchool].contains(self) }
}
