import Admission
import QueueContracts

/// The days on which a family that was refused, or that has withdrawn, may apply again.
///
/// A text sends a family to the portal only on a day on which the portal takes a new application.
enum NewApplication: Hashable, Sendable {
  /// A new application is taken on any day.
  case always
  /// A new application for the first grade is taken today and until a day of this year.
  case until(MonthDay)
  /// A new application for the first grade is taken from a day of this year on.
  case from(MonthDay)
  /// No application for the first grade is taken any more this year.
  case over
  /// The update does not say whether the application is for the first grade.
  case unknown

  /// Finds out when a new application is taken.
  ///
  /// - Parameters:
  ///   - update: the update that the family reads.
  ///   - reasons: the reasons of the update.
  ///   - window: when the school takes first-grade applications, by the edition in force when the update was made.
  init(after update: ProcessingUpdated, _ reasons: [StatedReason], window: ClosedRange<MonthDay>) {
    guard update.service == .enrolment else {
      self = .always
      return
    }
    // Only applications for the first grade are refused with these two codes.
    let isFirstGrade =
      update.grade == 1
      || reasons.contains { $0.standardCode == .windowClosed || $0.standardCode == .ageNotEligible }
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

  /// True if a new application would be taken today.
  var isOpen: Bool {
    switch self {
    case .always, .until: true
    case .from, .over, .unknown: false
    }
  }
}
