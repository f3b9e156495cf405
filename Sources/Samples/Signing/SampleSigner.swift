import Foundation
@_spi(CMS) import X509

/// A person with a certificate and its key.
package struct SampleSigner: Sendable {
  /// The person's certificate.
  package let certificate: Certificate
  /// The person's private key.
  package let key: Certificate.PrivateKey
  private let issuers: [Certificate]

  /// Creates a signer.
  ///
  /// - Parameters:
  ///   - certificate: the person's certificate.
  ///   - issuer: the certificate of its issuer.
  ///   - others: further certificates for the CMS to carry.
  ///   - key: the person's private key.
  package init(
    certificate: Certificate, issuer: Certificate, others: [Certificate] = [], key: Certificate.PrivateKey
  ) {
    self.certificate = certificate
    issuers = [issuer] + others
    self.key = key
  }

  /// Signs bytes.
  ///
  /// - Parameters:
  ///   - bytes: the bytes.
  ///   - time: the signing time, which is signed with the bytes; nil if only the bytes are signed.
  ///   - attached: true if the CMS is to carry the bytes.
  /// - Returns: a CMS, in base64.
  /// - Throws: an error of the signing library if the key does not fit the certificate.
  package func sign(_ bytes: Data, at time: Date? = nil, attached: Bool = false) throws -> String {
    let message = try CMS.sign(
      bytes, additionalIntermediateCertificates: issuers, certificate: certificate, privateKey: key,
      signingTime: time, detached: !attached)
    return Data(message).base64EncodedString()
  }

  /// Changes a CMS so that it claims to be signed by GOST, with certificates for GOST keys.
  ///
  /// A verifier without GOST cannot tell that the claim is false.
  package static func pretendingGOST(_ cms: String, keys: Bool = true, signer: Bool = true) -> String {
    guard var bytes = Data(base64Encoded: cms) else { return cms }
    let (ecdsa, gost) = (Data([0x2A, 0x86, 0x48, 0xCE, 0x3D, 4, 3, 2]), Data([0x2A, 0x83, 0x0E, 3, 10, 1, 1, 2]))
    if signer, let place = bytes.range(of: ecdsa, options: .backwards) { bytes.replaceSubrange(place, with: gost) }
    guard keys else { return bytes.base64EncodedString() }
    // The algorithm identifiers of a P-256 key and of a GOST 34.310 key. The parameter of the second one has no
    // meaning; it makes both identifiers equally long.
    let curve: [UInt8] = [0x2A, 0x86, 0x48, 0xCE, 0x3D, 2, 1]
    let plain = Data([0x30, 0x13, 6, 7] + curve + [6, 8, 0x2A, 0x86, 0x48, 0xCE, 0x3D, 3, 1, 7])
    let pretended = Data([0x30, 0x13, 6, 8, 0x2A, 0x83, 0x0E, 3, 10, 1, 1, 1, 6, 7] + curve)
    while let place = bytes.range(of: plain) { bytes.replaceSubrange(place, with: pretended) }
    return bytes.base64EncodedString()
  }
}
