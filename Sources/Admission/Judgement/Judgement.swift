public import QueueContracts

/// How an application was judged, kept as long as the application itself.
public struct Judgement: Sendable, Equatable {
  public let application: ApplicationID
  /// The name of the edition of the rules.
  public let edition: String
  public let judgedAt: Timestamp
  public let grounds: Grounds
  /// The grounds as a store keeps them, encoded while the application is judged: a lane waits for its transaction.
  public let encodedGrounds: String

  /// - Parameter encodedGrounds: what a store has kept; nil encodes the grounds.
  public init(
    application: ApplicationID, edition: String, judgedAt: Timestamp, grounds: Grounds, encodedGrounds: String? = nil
  ) {
    self.application = application
    self.edition = edition
    self.judgedAt = judgedAt
    self.grounds = grounds
    self.encodedGrounds = encodedGrounds ?? grounds.json
  }

  /// The same, with what the register of applications had against it.
  public func adding(_ registerReasons: [Reason]) -> Judgement {
    guard !registerReasons.isEmpty else { return self }
    return Judgement(
      application: application, edition: edition, judgedAt: judgedAt, grounds: grounds.adding(registerReasons))
  }

  /// Every reason against the application: the rules' of intake and the register's, or the transfer's own.
  public var reasons: [Reason] {
    let register = grounds.registerReasons
    // After it nothing else is judged.
    if register.contains(where: { $0.known == .signatureReused }) { return register }
    let intake = (grounds.reasons + register).inContractOrder
    return intake.isEmpty ? grounds.transferReasons : intake
  }
}

extension ReasonCode {
  /// True if nobody learns, beside this reason, whether somebody has applied for the child: the applicant is a stranger, or
  /// nobody is known to have signed.
  public var silencesRegister: Bool {
    [.signatureInvalid, .signatureReused, .applicantNotParent, .applicantNotRepresentative].contains(self)
  }
}

extension [Reason] {
  /// True if a reason keeps from the applicant whether somebody has applied for the child.
  public var silenceRegister: Bool { contains { $0.known?.silencesRegister ?? false } }
}
