/// The part of a form that only a transfer has (contract 4.2; clause S-transfer).
public struct TransferDetails: Codable, Sendable, Equatable {
  /// The releasing school, which the child leaves; it is not looked up in the directory of schools.
  public var fromSchool: SchoolReference
  /// The child's identity document (S-transfer.2).
  public var identityDocument: IdentityDocument
  /// The slip of the releasing school (S-transfer.3).
  public var deregistrationSlip: DeregistrationSlip

  /// Creates the details of a transfer.
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
  /// The type of the document.
  public var type: IdentityDocumentType
  /// The document's number as written; a number that cannot be the child's is refused with `transfer.identityMismatch`.
  @Bounded<AsWritten> public var number: String

  /// Creates an identity document of a form.
  public init(type: IdentityDocumentType, number: String) {
    self.type = type
    self.number = number
  }
}

/// The type of a document that identifies a child.
public enum IdentityDocumentType: String, Sendable, Codable, CaseIterable {
  case identityCard, passport, birthCertificate
}

/// The slip by which a school lets a child go (clause S-transfer.3).
///
/// The releasing school and the slip's number together identify a slip.
public struct DeregistrationSlip: Codable, Sendable, Equatable, PersonalData {
  /// The slip's number as written.
  @Bounded<AsWritten> public var number: String
  /// The day on which the slip was issued.
  public var issuedOn: CivilDate
  /// The child's IIN on the slip as written; another IIN than the form's is refused with `transfer.slipMismatch`.
  @Bounded<AsWritten> public var childIin: String
  /// The releasing school's BIN on the slip as written; another BIN than the form's is refused with
  /// `transfer.slipMismatch`.
  @Bounded<AsWritten> public var fromSchoolBin: String
  /// The grade that the child leaves, 0 to 12.
  ///
  /// It must be the form's grade or the grade below it: a child who leaves before the summer can apply for the next
  /// grade.
  @Grade public var grade: Int

  /// Creates a slip of a form.
  public init(number: String, issuedOn: CivilDate, childIin: String, fromSchoolBin: String, grade: Int) {
    self.number = number
    self.issuedOn = issuedOn
    self.childIin = childIin
    self.fromSchoolBin = fromSchoolBin
    self.grade = grade
  }
}
