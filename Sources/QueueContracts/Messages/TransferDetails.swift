/// What a transfer adds to the form (contract 4.2; clause S-transfer).
public struct TransferDetails: Codable, Sendable, Equatable {
  /// The releasing school; not looked up in the directory.
  public var fromSchool: SchoolReference
  public var identityDocument: IdentityDocument
  public var deregistrationSlip: DeregistrationSlip

  public init(
    fromSchool: SchoolReference, identityDocument: IdentityDocument, deregistrationSlip: DeregistrationSlip
  ) {
    self.fromSchool = fromSchool
    self.identityDocument = identityDocument
    self.deregistrationSlip = deregistrationSlip
  }
}

/// The child's identity document (clause S-transfer.2).
public struct IdentityDocument: Codable, Sendable, Equatable, PersonalData {
  public var type: IdentityDocumentType
  /// As written: one that cannot be is `transfer.identityMismatch`.
  @Bounded<AsWritten> public var number: String

  public init(type: IdentityDocumentType, number: String) {
    self.type = type
    self.number = number
  }
}

/// What identifies a child.
public enum IdentityDocumentType: String, Sendable, Codable, CaseIterable {
  case identityCard, passport, birthCertificate
}

/// The slip by which a school lets a child go (clause S-transfer.3); known by releasing school and number.
public struct DeregistrationSlip: Codable, Sendable, Equatable, PersonalData {
  @Bounded<AsWritten> public var number: String
  public var issuedOn: CivilDate
  /// As written; unlike the form's it is `transfer.slipMismatch`.
  @Bounded<AsWritten> public var childIin: String
  /// As written; unlike the form's it is `transfer.slipMismatch`.
  @Bounded<AsWritten> public var fromSchoolBin: String
  @Within<Grades> public var grade: Int

  public init(number: String, issuedOn: CivilDate, childIin: String, fromSchoolBin: String, grade: Int) {
    self.number = number
    self.issuedOn = issuedOn
    self.childIin = childIin
    self.fromSchoolBin = fromSchoolBin
    self.grade = grade
  }
}
