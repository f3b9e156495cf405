import Crypto
import CryptoExtras
import Foundation
import QueueContracts
import Samples
import Signatures
import X509

/// An authority and a portal that the tests trust, and an application to sign.
enum Signed {
  static let authority = made { try SampleAuthority() }
  static let portal = SamplePortal()
  static let submittedAt = Timestamp("2026-04-01T09:00:00+05:00")!
  static let iin = "850101300004"
  static let otherIIN = "991231500006"
  static let form = SignedForm(application(iin))
  static let otherForm = SignedForm(application(iin, grade: 2))

  static func verifier(_ change: (inout SignatureVerifier) -> Void = { _ in }) -> SignatureVerifier {
    var verifier = made {
      SignatureVerifier(
        anchors: try anchors(), revocations: try lists(authority.emptyLists()),
        attestationKeys: try AttestationKeys(pem: Data(portal.publicKey.utf8)))
    }
    change(&verifier)
    return verifier
  }

  /// A self-signed certificate, valid as long as the sample authority's certificates.
  static func selfSigned(
    _ key: P256.Signing.PrivateKey, named name: DistinguishedName, _ extensions: Certificate.Extensions
  ) throws -> Certificate {
    try Certificate(
      version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey),
      notValidBefore: SampleAuthority.years.lowerBound, notValidAfter: SampleAuthority.years.upperBound, issuer: name,
      subject: name, extensions: extensions, issuerPrivateKey: .init(key))
  }

  static func anchors(_ levels: [SampleAuthority.Level] = SampleAuthority.Level.allCases) throws -> TrustAnchors {
    try TrustAnchors(pem: Data(authority.roots(levels).utf8))
  }

  /// Reads a file of revocation lists; the authority's certificates are the trust anchors.
  static func lists(
    _ text: String, of levels: [SampleAuthority.Level] = SampleAuthority.Level.allCases
  ) throws -> RevocationLists {
    try RevocationLists(RevocationListFile(pem: Data(text.utf8)), of: anchors(levels))
  }

  /// A verifier that trusts only the root and has no revocation lists.
  ///
  /// A message for this verifier must contain the issuer's certificate.
  static func rootVerifier() throws -> SignatureVerifier {
    let anchors = try anchors([.root])
    return verifier {
      $0.anchors = anchors
      $0.revocations = RevocationLists()
    }
  }

  static func submitted(
    _ signature: Signature, form: SignedForm = form, at submittedAt: Timestamp = submittedAt
  ) -> ApplicationSubmitted {
    ApplicationSubmitted(
      applicationId: ApplicationID(uuid: UUID()), number: ApplicationNumber("10100000001001")!,
      submittedAt: submittedAt,
      form: form, signature: signature)
  }

  /// Verifies a CMS, by default with a new verifier, and returns the report.
  static func judge(
    cms: String, form: SignedForm = form, by verifier: SignatureVerifier = verifier(), at time: Timestamp = submittedAt
  ) async throws -> SignatureReport {
    try await verifier.judge(submitted(.eds(cms: cms), form: form, at: time))
  }

  static func judge(attestation: String, form: SignedForm = form) async throws -> SignatureReport {
    try await verifier().judge(submitted(.sms(attestation: attestation), form: form))
  }

  /// A signer with the applicant's certificate, which a test may change.
  static func signer(
    of iin: String = iin, by authority: SampleAuthority = authority,
    _ change: (inout SampleCertificate) -> Void = { _ in }
  ) throws -> SampleSigner {
    var certificate = try SampleCertificate(iin: iin)
    change(&certificate)
    return try authority.signer(certificate)
  }

  /// A signer with the applicant's certificate and an RSA key of 2048 bits.
  static let rsaSigner: SampleSigner = made {
    let key = Certificate.PrivateKey(try _RSA.Signing.PrivateKey(keySize: .bits2048))
    let certificate = try authority.issue(try SampleCertificate(iin: iin), to: key.publicKey)
    return SampleSigner(certificate: certificate, issuer: authority.issuer, key: key)
  }

  static func claims(_ change: (inout SamplePortal.Claims) -> Void = { _ in }) -> SamplePortal.Claims {
    var claims = SamplePortal.Claims(
      iin: iin, phone: "+77010000001", form: form.bytes, at: submittedAt.milliseconds / 1000 - 60)
    change(&claims)
    return claims
  }

  private static func application(_ iin: String, grade: Int = 1) -> ApplicationForm {
    ApplicationForm(
      service: .enrolment, language: .kk,
      applicant: Applicant(
        iin: iin, familyName: "Әбдіғаппарова", givenName: "Гүлнәр", relation: .parent, phone: "+77010000001"),
      child: Child(iin: otherIIN, familyName: "Әбдіғаппарова", givenName: "Айша", birthDate: CivilDate("2019-01-01")!),
      school: SchoolReference(bin: "950341000052"), grade: grade, instructionLanguage: "kk", consentToDataAccess: true)
  }

  static func made<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { preconditionFailure("the samples cannot be made: \(error)") }
  }
}
