public import Admission
public import QueueContracts

/// The facts of an application beside the update, by the register and the directory of schools.
public struct Background: Sendable, Equatable {
  /// The school that was applied to; nil if the directory does not have it, or there is none.
  public var school: School?
  /// The number of the first application, if the update is about a second one and its reader may know it; else nil.
  public var duplicateOf: ApplicationNumber?
  /// False if the form, or a transfer's papers, are still to be checked.
  public var wasSchoolAsked: Bool
  /// True if the school had given a place before the application was withdrawn.
  public var hadPlace: Bool

  /// Creates the facts; by default nothing is known but that the school was asked.
  public init(
    school: School? = nil, duplicateOf: ApplicationNumber? = nil, wasSchoolAsked: Bool = true, hadPlace: Bool = false
  ) {
    self.school = school
    self.duplicateOf = duplicateOf
    self.wasSchoolAsked = wasSchoolAsked
    self.hadPlace = hadPlace
  }
}
