import Crypto
import CryptoExtras
import Foundation
import QueueContracts
import Samples
import Signatures
import SwiftASN1
import Testing
import X509

@Suite("Issuers that may not issue")
struct IssuerTests {
  /// Verifies the signature of a person whose certificate was issued by an RSA root; the root has the given extensions,
  /// algorithm and version.
  private func judge(
    _ root: Certificate.Extensions, algorithm: Certificate.SignatureAlgorithm = .sha256WithRSAEncryption,
    version: Certificate.Version = .v3
  ) async throws -> SignatureReport {
    let (rootKey, key) = (
      Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048)), P256.Signing.PrivateKey()
    )
    let name = try DistinguishedName { CommonName("ROOT") }
    func issue(_ subject: DistinguishedName, _ key: Certificate.PublicKey, _ extensions: Certificate.Extensions)
      throws -> Certificate
    {
      try Certificate(
        version: extensions.isEmpty ? version : .v3, serialNumber: .init(), publicKey: key,
        notValidBefore: SampleAuthority.years.lowerBound, notValidAfter: SampleAuthority.years.upperBound, issuer: name,
        subject: subject, signatureAlgorithm: algorithm, extensions: extensions, issuerPrivateKey: rootKey)
    }
    let issuer = try issue(name, rootKey.publicKey, root)
    let person = try issue(
      SampleCertificate(iin: Signed.iin).subject, .init(key.publicKey), Signed.rsaSigner.certificate.extensions)
    let anchors = try TrustAnchors(pem: Data(issuer.serializeAsPEM().pemString.utf8))
    let signer = SampleSigner(certificate: person, issuer: issuer, key: .init(key))
    let verifier = Signed.verifier {
      $0.anchors = anchors
      $0.revocations = RevocationLists()
    }
    return try await Signed.judge(cms: signer.sign(Signed.form.bytes), by: verifier)
  }

  @Test("A root counts as an issuer only with an authority's extensions and a strong signature algorithm")
  func mayIssue() async throws {
    let good = try Certificate.Extensions {
      Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
      Critical(KeyUsage(keyCertSign: true))
    }
    #expect(try await judge(good).verdict == .genuine)
    #expect(try await judge(good, algorithm: .sha1WithRSAEncryption).failure?.check == .chain)
    let bad = try [
      Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(digitalSignature: true, cRLSign: true))
      },
      Certificate.Extensions { Critical(BasicConstraints.notCertificateAuthority) },
      Certificate.Extensions { Critical(KeyUsage(keyCertSign: true)) },
    ]
    for extensions in bad { #expect(try await judge(extensions).failure?.check == .chain) }
    #expect(try await judge(Certificate.Extensions(), version: .v1).failure?.check == .chain)
  }

  @Test("A person's own certificate among the roots does not make the person's signature genuine")
  func personAsRoot() async throws {
    let signer = try Signed.signer()
    let pem = try signer.certificate.serializeAsPEM().pemString
    let anchors = try TrustAnchors(pem: Data(pem.utf8))
    let report = try await Signed.judge(
      cms: signer.sign(Signed.form.bytes), by: Signed.verifier { $0.anchors = anchors })
    #expect(report.failure?.check == .chain)
  }
}
