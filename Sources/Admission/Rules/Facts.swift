public import QueueContracts

/// What was looked up about one application, before any rule is applied.
public struct Facts: Sendable {
  public var signature: SignatureFact
  public var civilRegistration: Lookup<CivilRecord>
  public var socialAssistance: Lookup<Bool>
  public var unemployment: Lookup<Bool>
  public var guardianship: Lookup<GuardianRecord>
  /// What the document store holds for each document of the form, in its order.
  public var documents: [DocumentFact]

  public init(
    signature: SignatureFact = .genuine, civilRegistration: Lookup<CivilRecord> = .notAsked,
    socialAssistance: Lookup<Bool> = .notAsked, unemployment: Lookup<Bool> = .notAsked,
    guardianship: Lookup<GuardianRecord> = .notAsked, documents: [DocumentFact] = []
  ) {
    (self.signature, self.civilRegistration, self.documents) = (signature, civilRegistration, documents)
    (self.socialAssistance, self.unemployment, self.guardianship) = (socialAssistance, unemployment, guardianship)
  }
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

/// What the document store holds for one attached document.
public enum DocumentFact: Sendable, Equatable {
  case good
  /// Absent, of another size or hash, not the type it claims, or damaged.
  case unreadable
  /// A readable picture, but not 3:4 or too small, or no picture at all.
  case wrongFormat
}
