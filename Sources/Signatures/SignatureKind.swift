import Foundation
public import QueueContracts

/// How a form was signed, as far as the signature tells.
public enum SignatureKind: String, Sendable, CaseIterable {
  /// By RSA or ECDSA, or by what cannot be read.
  case eds
  /// By Kazakhstan's own algorithms.
  case gost
  case sms

  public init(of signature: Signature) {
    switch signature {
    case .sms: self = .sms
    case .eds(let cms):
      let message = Data(base64Encoded: cms).flatMap { try? SignedMessage(Array($0)) }
      self = message?.isGOST == true ? .gost : .eds
    }
  }
}
