import Crypto
import Foundation
import QueueContracts

/// Signs the forms of the sample, with an authority and a portal that are made for this sample.
///
/// The keys are made anew for each sample. So if somebody trusts a sample's keys by mistake, no other sample's keys are
/// trusted.
package struct SampleSignatures: Sendable {
  private let authority: SampleAuthority
  /// An authority that nobody trusts, although it has the same names as ``authority``.
  private let stranger: SampleAuthority
  private let portal = SamplePortal()

  package init() throws { (authority, stranger) = (try SampleAuthority(), try SampleAuthority()) }

  /// The names and contents of the files by which a worker verifies the signatures.
  package var files: [(name: String, text: String)] {
    get throws {
      [
        ("sms-attestation-keys.pem", portal.publicKey), ("eds-trust-roots.pem", try authority.roots()),
        ("eds-crls.pem", try authority.emptyLists()),
      ]
    }
  }

  /// The portal's private key, in PEM, for developers who try their own portal on the sandbox.
  package var attestationKey: String { portal.key.pemRepresentation + "\n" }

  /// Signs a form.
  ///
  /// - Parameters:
  ///   - form: the form and its bytes.
  ///   - means: the kind of signature: an EDS, an SMS confirmation, or the EDS of an unknown authority.
  ///   - signer: the IIN in the certificate, usually the applicant's.
  ///   - submittedAt: the time of submission; the form is signed a minute before it.
  /// - Returns: the signature.
  /// - Throws: an error of the signing library, which does not occur with the keys that are made here.
  package func sign(
    _ form: SignedForm, by means: SampleScenario.Means, signer: String, submittedAt: Timestamp
  ) throws -> Signature {
    let applicant = form.form.applicant
    // Forms are signed a minute before the submission.
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
