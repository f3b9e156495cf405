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
  /// The grounds are encoded when the judgement is made. If the store encoded them in its transaction, a lane would
  /// wait longer.
  public let encodedGrounds: String

  /// Creates the record of a judgement.
  ///
  /// A store passes the encoded grounds that it has kept. If they are left out, the grounds are encoded here.
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
  /// The reasons come from intake's rules and from the register of applications. If these give none, the reasons come
  /// from TransferWorker's rules.
  public var reasons: [Reason] {
    let register = grounds.registerReasons
    // If the signature was used for another application before, nothing else is judged.
    if register.contains(where: { $0.known == .signatureReused }) { return register }
    let intake = (grounds.reasons + register).inContractOrder
    return intake.isEmpty ? grounds.transferReasons : intake
  }
}

extension ReasonCode {
  /// True if an answer with this reason must not tell whether somebody else has applied for the child.
  ///
  /// These reasons say that the applicant is neither parent nor guardian of the child, or that the signature is not
  /// valid for this application.
  var silencesRegister: Bool {
    [.signatureInvalid, .signatureReused, .applicantNotParent, .applicantNotRepresentative].contains(self)
  }
}

extension [Reason] {
  /// True if, because of one of the reasons, the answer must not tell whether somebody else has applied for the child.
  public var silencesRegister: Bool { contains { $0.known?.silencesRegister ?? false } }
}
