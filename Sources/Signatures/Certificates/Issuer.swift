import Crypto
import Foundation
import QueueContracts
import SwiftASN1
import X509

/// A certificate that may issue others, with what is asked of it often.
struct Issuer: Sendable, Hashable {
  let certificate: Certificate
  let subject: ComparableName
  /// Who issued it.
  let issuer: ComparableName
  /// The name and the key, by which a revocation list belongs to it: another certificate for both is the same issuer.
  let identity: String
  /// How many issuers may stand between it and a person; nil if any number.
  private let maxPathLength: Int?
  let mayIssue: Bool

  /// Reads everything but whether the certificate is signed by anybody.
  init(_ certificate: Certificate) {
    self.certificate = certificate
    subject = ComparableName(certificate.subject)
    issuer = certificate.subject == certificate.issuer ? subject : ComparableName(certificate.issuer)
    let key = SHA256.hash(data: Data(certificate.publicKey.subjectPublicKeyInfoBytes))
    identity = "\(key.hexDigits) \(subject.text)"
    guard case .isCertificateAuthority(let length) = try? certificate.extensions.basicConstraints else {
      maxPathLength = nil
      mayIssue = false
      return
    }
    maxPathLength = length
    mayIssue = certificate.isUnderstood && certificate.mayUseKey(to: \.keyCertSign)
  }

  /// Whether it may stand above so many issuers.
  func mayIssue(above issuers: Int) -> Bool { maxPathLength.map { issuers <= $0 } ?? true }

  static func == (left: Self, right: Self) -> Bool { left.certificate == right.certificate }

  func hash(into hasher: inout Hasher) { hasher.combine(identity) }
}

extension Certificate {
  func isValid(at time: Date) -> Bool { notValidBefore <= time && time <= notValidAfter }

  func isValid(at times: [Date]) -> Bool { times.allSatisfy(isValid) }

  /// Whether nothing in it has to be understood that is not understood here (RFC 5280, 4.2).
  ///
  /// Constraints on names are not judged here, and so never taken: no authority of the country sets any, and one that
  /// were passed over would be one that is broken.
  var isUnderstood: Bool {
    guard version == .v3 || extensions.isEmpty, extensions[oid: .X509ExtensionID.nameConstraints] == nil else {
      return false
    }
    let known: [ASN1ObjectIdentifier] = [
      .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
      // The signer's is judged later, critical or not.
      .X509ExtensionID.extendedKeyUsage,
    ]
    return extensions.allSatisfy { !$0.critical || known.contains($0.oid) }
  }

  /// True if the key usage says so, or says nothing because it is not there (RFC 5280, 4.2.1.3).
  func mayUseKey(to purpose: KeyPath<KeyUsage, Bool>) -> Bool {
    guard extensions[oid: .X509ExtensionID.keyUsage] != nil else { return true }
    return (try? extensions.keyUsage)?[keyPath: purpose] ?? false
  }

  /// Whether its own signature is one that cannot be forged nowadays.
  var isStronglySigned: Bool { SignatureAlgorithm.strong.contains(signatureAlgorithm) }
}
