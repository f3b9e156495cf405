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
    case .messageMisrouted: "its routing key is not one of its `type`; it can be shown and discarded, never replayed"
    case .messageTooLarge: "the body is over 256 KiB"
    case .messageNotJSON: "the body is no JSON text in UTF-8"
    case .messageUnknownType: "its `type` is missing, unknown or of another version"
    case .messageUndecodable: "the body does not decode, the inner form included; `x-parked-detail` is the field's path"
    case .schoolUnknown: "the directory of schools does not know the BIN"
    case .decisionNotAddressee: "a decision of a school that the application was not addressed to"
    case .decisionContradicts: "a decision that contradicts an earlier one, or comes after a withdrawal"
    case .withdrawalNotApplicant: "a withdrawal by another than the applicant"
    case .applicationUnknown: "a withdrawal of, or decision on, an application that did not come within the waits"
    case .signatureUnsupported: "a signature that nobody here can verify, a GOST one without a verifier for example"
    case .portalRejected: "the portal refused the entry of the history"
    case .attemptsSpent: "its waits are spent, because what it needs was unavailable all the time"
    case .deliveryPoison: "it killed the worker again and again"
    }
  }
}
