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
