import Foundation
public import QueueContracts

/// The kind of a form's signature, as the signature states it.
public enum SignatureKind: String, Sendable, CaseIterable {
  /// An EDS by RSA or ECDSA, or an EDS that cannot be read.
  case eds
  /// An EDS by Kazakhstan's own algorithms.
  case gost
  /// An attestation of an SMS password.
  case sms

  /// Tells the kind without verifying anything.
  public init(of signature: Signature) {
    switch signature {
    case .sms: self = .sms
    case .eds(let cms):
      let message = Data(base64Encoded: cms).flatMap { try? SignedMessage(Array($0)) }
      self = message?.isGOST == true ? .gost : .eds
    }
  }
}
