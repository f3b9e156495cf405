/// Why a message waits for a person: header `x-parked-reason` (contract, section 6).
public enum ParkingCode: String, Sendable, Codable, CaseIterable {
  case messageMisrouted = "message.misrouted"
  case messageTooLarge = "message.tooLarge"
  case messageNotJSON = "message.notJSON"
  case messageUnknownType = "message.unknownType"
  case messageUndecodable = "message.undecodable"
  case schoolUnknown = "school.unknown"
  case decisionNotAddressee = "decision.notAddressee"
  case decisionContradicts = "decision.contradicts"
  case withdrawalNotApplicant = "withdrawal.notApplicant"
  case applicationUnknown = "application.unknown"
  case signatureUnsupported = "signature.unsupported"
  case portalRejected = "portal.rejected"
  case attemptsSpent = "attempts.spent"
  case deliveryPoison = "delivery.poison"
}
