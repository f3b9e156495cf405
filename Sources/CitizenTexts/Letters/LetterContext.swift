public import Admission
public import QueueContracts

/// Facts that an application's update lacks, and that come from the register and the directory of schools.
public struct LetterContext: Sendable, Equatable {
  /// The directory's data about the school; nil if the directory does not have the school, or if there is no directory.
  public var school: School?
  /// The number of the application that this one duplicates.
  ///
  /// The number is nil if there is no such application, or if the applicant must not be told the number.
  public var duplicateOf: ApplicationNumber?
  /// False if no school was asked, because the form or a transfer's papers have not been accepted yet.
  public var wasSchoolAsked: Bool
  /// True if the school had given a place before the application was withdrawn.
  public var hadPlace: Bool
  /// True if the update is about a decision that replaces an earlier one of the same school on the same application.
  public var replacesDecision: Bool

  /// Creates the facts; by default the school was asked, and nothing else is known.
  public init(
    school: School? = nil, duplicateOf: ApplicationNumber? = nil, wasSchoolAsked: Bool = true, hadPlace: Bool = false,
    replacesDecision: Bool = false
  ) {
    self.school = school
    self.duplicateOf = duplicateOf
    self.wasSchoolAsked = wasSchoolAsked
    self.hadPlace = hadPlace
    self.replacesDecision = replacesDecision
  }
}
