import Crypto
import Foundation
import QueueContracts
import SwiftASN1
import X509

/// A certificate, with the facts that decide whether it may issue others.
struct Issuer: Sendable, Hashable {
  let certificate: Certificate
  let subject: ComparableName
  /// The name of the issuer of this certificate.
  let issuerName: ComparableName
  /// The subject's name and key, by which the subject's revocation lists are found.
  ///
  /// Two certificates with the same name and key are the same issuer.
  let identity: String
  /// The greatest number of issuers between this issuer and a person; nil if there is no limit.
  private let maxPathLength: Int?
  let mayIssue: Bool

  /// Reads a certificate without verifying its signature.
  init(_ certificate: Certificate) {
    self.certificate = certificate
    subject = ComparableName(certificate.subject)
    issuerName = certificate.subject == certificate.issuer ? subject : ComparableName(certificate.issuer)
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

  /// Tells whether a chain may have this many issuers between this issuer and a person.
  func mayIssue(above issuers: Int) -> Bool { maxPathLength.map { issuers <= $0 } ?? true }

  static func == (left: Self, right: Self) -> Bool { left.certificate == right.certificate }

  func hash(into hasher: inout Hasher) { hasher.combine(identity) }
}

extension Certificate {
  func isValid(at time: Date) -> Bool { notValidBefore <= time && time <= notValidAfter }

  func isValid(at times: [Date]) -> Bool { times.allSatisfy(isValid) }

  /// True if this program understands every critical extension of the certificate (RFC 5280, 4.2).
  ///
  /// Constraints on names are not checked here, and it would be unsafe to ignore them. So a certificate that contains
  /// such constraints is refused. No authority of Kazakhstan sets any.
  var isUnderstood: Bool {
    guard version == .v3 || extensions.isEmpty, extensions[oid: .X509ExtensionID.nameConstraints] == nil else {
      return false
    }
    let known: [ASN1ObjectIdentifier] = [
      .X509ExtensionID.basicConstraints, .X509ExtensionID.keyUsage,
      // The extended key usage of a signer is judged later, whether it is critical or not.
      .X509ExtensionID.extendedKeyUsage,
    ]
    return extensions.allSatisfy { !$0.critical || known.contains($0.oid) }
  }

  /// Tells whether the key may be used for a purpose; without a key usage all purposes are allowed (RFC 5280, 4.2.1.3).
  func mayUseKey(to purpose: KeyPath<KeyUsage, Bool>) -> Bool {
    guard extensions[oid: .X509ExtensionID.keyUsage] != nil else { return true }
    return (try? extensions.keyUsage)?[keyPath: purpose] ?? false
  }

  /// True if the certificate is signed by an algorithm that is strong enough.
  var isStronglySigned: Bool { SignatureAlgorithm.strong.contains(signatureAlgorithm) }
}
