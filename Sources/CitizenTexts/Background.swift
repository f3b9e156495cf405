public import Admission
public import QueueContracts

/// What is known of an application beside the update: what the register and the directory of schools say.
public struct Background: Sendable, Equatable {
  /// The school applied to; nil if the directory does not have it, or there is none.
  public var school: School?
  /// The number of the first application, if the update is about a second one and its reader may know it.
  public var duplicateOf: ApplicationNumber?
  /// False if the form, or a transfer's papers, are still to be checked.
  public var wasSchoolAsked: Bool
  /// The school had given a place before the application was withdrawn.
  public var hadPlace: Bool

  public init(
    school: School? = nil, duplicateOf: ApplicationNumber? = nil, wasSchoolAsked: Bool = true, hadPlace: Bool = false
  ) {
    self.school = school
    self.duplicateOf = duplicateOf
    self.wasSchoolAsked = wasSchoolAsked
    self.hadPlace = hadPlace
  }
}
