public import QueueContracts

/// The record of how an application was judged, kept as long as the application itself.
public struct Judgement: Sendable, Equatable {
  /// The application that was judged.
  public let application: ApplicationID
  /// The name of the edition of the rules.
  public let edition: String
  /// The time of the judgement.
  public let judgedAt: Timestamp
  /// The facts that the judgement rests on.
  public let grounds: Grounds
  /// The grounds as a store keeps them.
  ///
  /// They are encoded when the judgement is made, and not in the store's transaction, for which a lane waits.
  public let encodedGrounds: String

  /// Creates the record of a judgement, and encodes the grounds unless a store passes the encoded grounds that it has kept.
  public init(
    application: ApplicationID, edition: String, judgedAt: Timestamp, grounds: Grounds, encodedGrounds: String? = nil
  ) {
    self.application = application
    self.edition = edition
    self.judgedAt = judgedAt
    self.grounds = grounds
    self.encodedGrounds = encodedGrounds ?? grounds.json
  }

  /// The same judgement, with the reasons that the register of applications gave.
  public func adding(_ registerReasons: [Reason]) -> Judgement {
    guard !registerReasons.isEmpty else { return self }
    return Judgement(
      application: application, edition: edition, judgedAt: judgedAt, grounds: grounds.adding(registerReasons))
  }

  /// All reasons against the application.
  ///
  /// They are the reasons of intake's rules and of the register of applications. If there are none, they are the
  /// reasons of TransferWorker's rules.
  public var reasons: [Reason] {
    let register = grounds.registerReasons
    // If the signature was used before, nothing else is judged.
    if register.contains(where: { $0.known == .signatureReused }) { return register }
    let intake = (grounds.reasons + register).inContractOrder
    return intake.isEmpty ? grounds.transferReasons : intake
  }
}

extension ReasonCode {
  /// True if an answer with this reason must not tell whether somebody else has applied for the child.
  ///
  /// With these reasons, the applicant is neither parent nor guardian of the child, or the signature is not verified.
  public var silencesRegister: Bool {
    [.signatureInvalid, .signatureReused, .applicantNotParent, .applicantNotRepresentative].contains(self)
  }
}

extension [Reason] {
  /// True if one of the reasons forbids the answer to tell whether somebody else has applied for the child.
  public var silenceRegister: Bool { contains { $0.known?.silencesRegister ?? false } }
}
