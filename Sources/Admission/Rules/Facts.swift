public import QueueContracts

/// What was looked up about one application, before any rule is applied.
public struct Facts: Sendable {
  public var signature: SignatureFact
  /// What the signature is used up by; nil if it is invalid, for nobody has signed then.
  public var signatureUse: SignatureUse?
  public var civilRegistration: Lookup<CivilRecord>
  public var socialAssistance: Lookup<Bool>
  public var unemployment: Lookup<Bool>
  public var guardianship: Lookup<GuardianRecord>
  /// What the document store holds for each document of the form, in its order.
  public var documents: [DocumentFact]
  public var times = LookupTimes()

  public init(
    signature: SignatureFact = .genuine, signatureUse: SignatureUse? = nil,
    civilRegistration: Lookup<CivilRecord> = .notAsked,
    socialAssistance: Lookup<Bool> = .notAsked, unemployment: Lookup<Bool> = .notAsked,
    guardianship: Lookup<GuardianRecord> = .notAsked, documents: [DocumentFact] = []
  ) {
    self.signature = signature
    self.signatureUse = signatureUse
    self.civilRegistration = civilRegistration
    self.socialAssistance = socialAssistance
    self.unemployment = unemployment
    self.guardianship = guardianship
    self.documents = documents
  }
}

/// When facts were looked up.
public struct LookupTimes: Sendable, Equatable {
  /// When each register that was asked had answered.
  public var registers: [Register: Timestamp] = [:]
  /// When the documents had been read; nil if none was.
  public var documents: Timestamp?

  public init() {}
}

/// A state register's answer.
///
/// Only *not found* makes a copy mandatory; an outage never does.
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

/// What the civil register (АХАЖ) says of a child.
public struct CivilRecord: Sendable, Equatable {
  public let parents: [String]
  public let birthDate: CivilDate

  public init(parents: [String], birthDate: CivilDate) { (self.parents, self.birthDate) = (parents, birthDate) }
}

/// What the guardianship register says of a child.
public struct GuardianRecord: Sendable, Equatable {
  public let guardian: String

  public init(guardian: String) { self.guardian = guardian }
}

/// What is known of the form's signature (S-step2).
public enum SignatureFact: Sendable, Equatable {
  case genuine
  /// Nobody signed this form who may: nothing further is judged.
  case invalid
  /// Genuine, but another's than the applicant's.
  case otherSigner
  /// Nobody here can verify it, for want of this: an operator's to mend, never the citizen's refusal.
  case unsupported(String)
  /// It cannot be said now, for want of this.
  case unknown(String)
}

/// One signature of one signer over one form (contract 4.1: one signature, one application).
///
/// Two applications with the same ``key`` were signed once.
public struct SignatureUse: Sendable, Hashable {
  /// Lower-case hexadecimal SHA-256 of the signer's IIN, the signed form's SHA-256 and the signed time; where no time was
  /// signed, the time of submission stands for it.
  public let key: String
  /// The signed time: the CMS's `signingTime` or the attestation's `iat`; nil if the signer did not say.
  public let signedAt: Timestamp?
  /// False for a signature that nobody could verify yet: anybody may have written it.
  public let isProven: Bool

  public init(key: String, signedAt: Timestamp?, isProven: Bool = true) {
    self.key = key
    self.signedAt = signedAt
    self.isProven = isProven
  }
}

/// What the document store holds for one attached document.
public enum DocumentFact: Sendable, Equatable, CustomStringConvertible {
  case good
  /// Absent, of another size or hash, not the type it claims, or damaged.
  case unreadable
  /// A whole picture, sent as the photo; whether it will do is the edition's to say.
  case picture(PictureSize)
  /// Sent as the photo, whole, and no picture: a PDF, or one that does not tell its size.
  case noPicture
  /// No rule looks at it.
  case notOpened

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
