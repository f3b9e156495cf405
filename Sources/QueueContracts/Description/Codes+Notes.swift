extension SchoolReasonCode {
  /// The description of a school's reason in the contract documents.
  package var note: String {
    switch self {
    case .placesNone: "no places are left"
    case .areaOutside: "the family lives outside of the school's area"
    case .documentsUnreliable: "a document is not reliable"
    case .requirementsNotMet: "the requirements are not met"
    }
  }
}

extension ParkingCode {
  /// The description of a parking code in the contract documents.
  package var note: String {
    switch self {
    case .messageMisrouted:
      "the routing key does not belong to the message's `type`; the message can be shown or discarded, but not replayed"
    case .messageTooLarge: "the body is larger than 256 KiB"
    case .messageNotJSON: "the body is not JSON in UTF-8"
    case .messageUnknownType: "the property `type` is missing, unknown or of another version"
    case .messageUndecodable:
      "the body, or the form in it, does not decode; `x-parked-detail` has the path of the field"
    case .schoolUnknown: "the directory of schools does not have the school's BIN"
    case .decisionNotAddressee:
      "the decision is another school's than the application's, or its routing key names another school or service"
    case .decisionContradicts:
      "the decision contradicts an earlier one, comes after a withdrawal, or corrects one that is not the latest"
    case .withdrawalNotApplicant: "the person who withdraws is not the applicant"
    case .applicationUnknown: "a withdrawal or decision waited for its application, which did not arrive in time"
    case .signatureUnsupported: "the workers cannot verify the signature, for example a GOST signature without NCANode"
    case .portalRejected: "the portal refused the entry of the service history"
    case .attemptsSpent: "all retries are used up, because something that the message needs was unavailable each time"
    case .deliveryPoison: "the message killed the worker several times"
    }
  }
}
