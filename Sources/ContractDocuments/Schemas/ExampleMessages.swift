import Foundation
import GoldenMessages
import QueueContracts

/// The golden messages, by message type, for the contract's examples.
enum ExampleMessages {
  typealias Example = DocumentedBody.Example

  static let forms = three(Golden.formMinimal, Golden.formTypical, Golden.formWorst)
  static let entries = three(Golden.historyMinimal, Golden.historyTypical, Golden.historyWorst)

  static func examples(of type: String) -> [Example] {
    switch type {
    case ApplicationSubmitted.type:
      three(
        submitted(Golden.formMinimal, #"{ "method": "sms", "attestation": "eyJhbGciOiJFUzI1NiJ9.e30.AAAA" }"#),
        submitted(Golden.formTypical, #"{ "method": "eds", "cms": "MIIBogYJKoZIhvcNAQcC" }"#),
        submitted(Golden.formWorst, #"{ "method": "eds", "cms": "бұл base64 емес" }"#))
    case ApplicationWithdrawn.type, TransferWithdrawn.type, SchoolAdmissionWithdrawn.type:
      [Example(name: "typical", json: Golden.withdrawn), Example(name: "worst", json: Golden.withdrawnWorst)]
    case TransferRequested.type:
      three(Golden.transferRequestedMinimal, Golden.transferRequestedTypical, Golden.transferRequestedWorst)
    case SchoolAdmissionRequested.type:
      three(Golden.admissionRequestedMinimal, Golden.admissionRequestedTypical, Golden.admissionRequestedWorst)
    case SchoolDecided.type: three(Golden.decidedMinimal, Golden.decidedTypical, Golden.decidedWorst)
    case ProcessingUpdated.type: three(Golden.updatedMinimal, Golden.updatedTypical, Golden.updatedWorst)
    default: []
    }
  }

  private static func three(_ minimal: String, _ typical: String, _ worst: String) -> [Example] {
    [
      Example(name: "minimal", json: minimal), Example(name: "typical", json: typical),
      Example(name: "worst", json: worst),
    ]
  }

  /// A submission whose signed bytes are exactly those of `form`.
  private static func submitted(_ form: String, _ signature: String) -> String {
    """
    {
      "applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11",
      "number": "10100000000001",
      "submittedAt": "2026-04-01T09:00:00+05:00",
      "form": "\(Data(form.utf8).base64EncodedString())",
      "signature": \(signature)
    }
    """
  }
}
