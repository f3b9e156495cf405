import Admission
import QueueContracts

/// Whether whoever was refused or has withdrawn may apply again, and when.
///
/// Nobody is sent to the portal on a day on which it does not take the application.
enum NewApplication: Hashable, Sendable {
  /// On any day.
  case always
  /// Today and until a day of this year, for the first grade.
  case until(MonthDay)
  /// From a day of this year on, for the first grade.
  case from(MonthDay)
  /// No more this year, for the first grade.
  case over
  /// The update does not say whether it is for the first grade.
  case unknown

  /// - Parameters:
  ///   - reasons: those of the update.
  ///   - window: the school's for the first grade, by the edition in force when the update was made.
  init(after update: ProcessingUpdated, _ reasons: [StatedReason], window: ClosedRange<MonthDay>) {
    guard update.service == .enrolment else {
      self = .always
      return
    }
    // These two refuse first-graders alone.
    let isFirstGrade =
      update.grade == 1
      || reasons.contains { $0.ours == .windowClosed || $0.ours == .ageNotEligible }
    let today = update.occurredAt.day.monthDay
    self =
      switch (isFirstGrade, update.grade) {
      case (false, nil): .unknown
      case (false, _): .always
      case (true, _) where today < window.lowerBound: .from(window.lowerBound)
      case (true, _) where today > window.upperBound: .over
      case (true, _): .until(window.upperBound)
      }
  }

  /// A new application would be taken today.
  var isOpen: Bool {
    switch self {
    case .always, .until: true
    case .from, .over, .unknown: false
    }
  }
}
