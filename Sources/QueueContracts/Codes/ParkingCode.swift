/// The reason why a message is parked: header `x-parked-reason` (contract, section 6).
public enum ParkingCode: String, Sendable, Codable, CaseIterable {
  /// The routing key does not belong to the message's `type`.
  case messageMisrouted = "message.misrouted"
  /// The body is larger than ``WireCodec/maximumBodyBytes``.
  case messageTooLarge = "message.tooLarge"
  /// The body is not JSON in UTF-8.
  case messageNotJSON = "message.notJSON"
  /// The `type` is missing, unknown or of another version.
  case messageUnknownType = "message.unknownType"
  /// The body does not decode; the header `x-parked-detail` has the path of the field.
  case messageUndecodable = "message.undecodable"
  /// The directory of schools does not have the school's BIN.
  case schoolUnknown = "school.unknown"
  /// The school that decided is not the school of the application.
  case decisionNotAddressee = "decision.notAddressee"
  /// The decision contradicts an earlier decision, or comes after a withdrawal.
  case decisionContradicts = "decision.contradicts"
  /// The person who withdraws is not the applicant.
  case withdrawalNotApplicant = "withdrawal.notApplicant"
  /// A decision or withdrawal waited for its application, which did not arrive.
  case applicationUnknown = "application.unknown"
  /// No configured key or service can verify the signature, for example a GOST signature without NCANode.
  case signatureUnsupported = "signature.unsupported"
  /// The portal refused the entry of the service history.
  case portalRejected = "portal.rejected"
  /// The message has used up its waits in the retry queues.
  case attemptsSpent = "attempts.spent"
  /// The message killed the worker again and again.
  case deliveryPoison = "delivery.poison"
}

extension ParkingCode {
  /// True if the fault is the system's and not the message's.
  ///
  /// Messages with this code keep coming until an operator repairs the system, so a worker logs them as errors.
  package var isAlert: Bool {
    switch self {
    case .schoolUnknown, .signatureUnsupported, .deliveryPoison: true
    default: false
    }
  }
}
