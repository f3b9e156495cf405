import QueueContracts

/// What a citizen is told, in one word.
///
/// Every update is exactly one of these, so that none stays without a letter.
enum Situation: String, CaseIterable, Sendable {
  /// The form stands and went on: to the school, or for a transfer to the check of its papers.
  case accepted
  /// A transfer's papers stand and went on to the receiving school.
  case checked
  /// The deadline passed without an answer.
  case late
  case enrolled
  /// Refused by a worker, on formal grounds.
  case refused
  case refusedBySchool
  case withdrawn
  /// Ended without a resolution, which contract 4.7 does not know but can be written. Nothing false is said then.
  case ended

  init(_ update: ProcessingUpdated) {
    self =
      switch (update.status, update.resolution, update.step) {
      case (.inProcessing, _, .passedDeadline): .late
      case (.inProcessing, _, .transfer) where update.service == .transfer: .checked
      case (.inProcessing, _, _): .accepted
      case (.completed, .positive, _): .enrolled
      case (.completed, .negative, .school): .refusedBySchool
      case (.completed, .negative, _): .refused
      case (.completed, .withdrawn, _): .withdrawn
      case (.completed, nil, _): .ended
      }
  }

  /// Only a transfer has papers of its own to check.
  var services: [Service] { self == .checked ? [.transfer] : Service.allCases }
}
