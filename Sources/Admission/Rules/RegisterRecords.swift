public import QueueContracts

/// The civil register's (АХАЖ) record of a child.
public struct CivilRecord: Sendable, Equatable {
  /// The IINs of the child's parents.
  public let parents: [String]
  /// The child's day of birth.
  public let birthDate: CivilDate

  /// Creates a record.
  public init(parents: [String], birthDate: CivilDate) {
    self.parents = parents
    self.birthDate = birthDate
  }
}

/// The guardianship register's record of a child.
public struct GuardianRecord: Sendable, Equatable {
  /// The guardian's IIN.
  public let guardian: String

  /// Creates a record.
  public init(guardian: String) { self.guardian = guardian }
}
