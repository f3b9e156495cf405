public import QueueContracts

/// The facts that were looked up about one application, before any rule is applied.
public struct Facts: Sendable {
  /// The result of verifying the signature.
  public var signature: SignatureFact
  /// The identity of the signature, by which a second application with the same signature is refused.
  ///
  /// It is nil if the signature is invalid.
  public var signatureIdentity: SignatureIdentity?
  /// The answer of the civil register about the child.
  public var civilRegistration: Lookup<CivilRecord>
  /// The answer of the register of social assistance about the family.
  public var socialAssistance: Lookup<Bool>
  /// The answer of the register of the unemployed about the family.
  public var unemployment: Lookup<Bool>
  /// The answer of the guardianship register about the child.
  public var guardianship: Lookup<GuardianRecord>
  /// The result of checking each document of the form, in the form's order.
  public var documents: [DocumentFact]
  /// The times of the look-ups.
  public var times = LookupTimes()

  /// Creates facts; a register that is left out was not asked.
  public init(
    signature: SignatureFact = .genuine, signatureIdentity: SignatureIdentity? = nil,
    civilRegistration: Lookup<CivilRecord> = .notAsked,
    socialAssistance: Lookup<Bool> = .notAsked, unemployment: Lookup<Bool> = .notAsked,
    guardianship: Lookup<GuardianRecord> = .notAsked, documents: [DocumentFact] = []
  ) {
    self.signature = signature
    self.signatureIdentity = signatureIdentity
    self.civilRegistration = civilRegistration
    self.socialAssistance = socialAssistance
    self.unemployment = unemployment
    self.guardianship = guardianship
    self.documents = documents
  }
}

/// The times at which facts were looked up.
public struct LookupTimes: Sendable, Equatable {
  /// The time of the answer of each register that was asked.
  public var registers: [Register: Timestamp] = [:]
  /// The time at which all documents had been read; nil if no document was read.
  public var documents: Timestamp?

  /// Creates the times before any look-up.
  public init() {}
}

/// A state register's answer.
///
/// If a register does not know the family, the family must attach a document instead. If the register is unavailable
/// and the document is not attached, the application waits.
public enum Lookup<Record: Sendable>: Sendable {
  case notAsked
  case found(Record)
  case notFound
  case unavailable

  var record: Record? {
    if case .found(let record) = self { record } else { nil }
  }
}

extension Lookup: Equatable where Record: Equatable {}

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

/// The result of verifying a form's signature (S-step2).
public enum SignatureFact: Sendable, Equatable {
  /// The applicant signed this form.
  case genuine
  /// The signature is not genuine; nothing further is judged.
  case invalid
  /// The signature is genuine, but not the applicant's.
  case otherSigner
  /// The workers cannot verify the signature until an operator acts; the text says what is wrong.
  ///
  /// The application is parked for the operator and is not refused.
  case unsupported(String)
  /// The signature cannot be verified now, for the reason in the text; the application waits.
  case unknown(String)
}

/// The identity of a signature: one signer, one form, one signed time (contract 4.1: one signature, one application).
///
/// Two applications with the same ``key`` bear the same signature.
public struct SignatureIdentity: Sendable, Hashable {
  /// Lower-case hexadecimal SHA-256 of the signer's IIN, the signed form's SHA-256 and the signed time.
  ///
  /// If the signer stated no time, the time of submission is used instead.
  public let key: String
  /// The signed time: the CMS's `signingTime` or the attestation's `iat`; nil if the signer stated none.
  public let signedAt: Timestamp?
  /// False if the signature could not be verified yet; then anybody may have made it up.
  public let isVerified: Bool

  /// Creates the identity of a signature.
  public init(key: String, signedAt: Timestamp?, isVerified: Bool = true) {
    self.key = key
    self.signedAt = signedAt
    self.isVerified = isVerified
  }
}

/// The result of checking one attached document.
public enum DocumentFact: Sendable, Equatable, CustomStringConvertible {
  /// The document is what it claims to be.
  case good
  /// The file is absent or damaged, or its size, hash or type is not what the form says.
  case unreadable
  /// An intact picture, sent as the photo; the edition says which sizes are accepted.
  case picture(PictureSize)
  /// An intact file that was sent as the photo, but is a PDF or a picture without a stated size.
  case noPicture
  /// The document was not read, because no rule looks at it.
  case notOpened

  /// The fact, in words for a clerk.
  public var description: String {
    switch self {
    case .good: "good"
    case .unreadable: "unreadable"
    case .picture(let size): "a picture of \(size.width)×\(size.height) px"
    case .noPicture: "no picture"
    case .notOpened: "not opened"
    }
  }
}
