import Crypto
import Foundation
import QueueContracts

/// How the sample's forms are signed: by an authority and a portal that are made with it.
///
/// The keys are fresh each time, so that nobody can sign by the keys of a sample that somebody trusts by mistake.
package struct SampleSignatures: Sendable {
  private let authority: SampleAuthority
  /// With the same names as the authority, and trusted by nobody.
  private let stranger: SampleAuthority
  private let portal = SamplePortal()

  package init() throws { (authority, stranger) = (try SampleAuthority(), try SampleAuthority()) }

  /// What a worker needs to judge by: file names and contents.
  package var files: [(name: String, text: String)] {
    get throws {
      [
        ("sms-attestation-keys.pem", portal.publicKey), ("eds-trust-roots.pem", try authority.roots()),
        ("eds-crls.pem", try authority.emptyLists()),
      ]
    }
  }

  /// The portal's private key, in PEM, for a portal that is tried on the sandbox.
  package var attestationKey: String { portal.key.pemRepresentation + "\n" }

  /// Signs a form.
  ///
  /// - Parameters:
  ///   - form: the form and its bytes.
  ///   - means: how it is signed: by EDS, by SMS, or by somebody whom nobody knows.
  ///   - signer: the IIN in the certificate, usually the applicant's.
  ///   - submittedAt: the time of the submission; it is signed a minute before.
  /// - Returns: the signature.
  /// - Throws: what the signing library throws; it does not, for keys that are made here.
  package func sign(
    _ form: SignedForm, by means: SampleScenario.Means, signer: String, submittedAt: Timestamp
  ) throws -> Signature {
    let applicant = form.form.applicant
    // A minute before the submission.
    let time = submittedAt.adding(seconds: -60)
    let certificate = try SampleCertificate(iin: signer, name: "\(applicant.familyName) \(applicant.givenName)")
    switch means {
    case .eds: return .eds(cms: try authority.signer(certificate).sign(form.bytes, at: time.date))
    case .forgedEDS: return .eds(cms: try stranger.signer(certificate).sign(form.bytes, at: time.date))
    case .sms:
      let claims = SamplePortal.Claims(
        iin: applicant.iin, phone: applicant.phone ?? "", form: form.bytes, at: time.milliseconds / 1000)
      return .sms(attestation: try portal.attest(claims))
    }
  }
}
