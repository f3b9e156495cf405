import Foundation
import QueueContracts
import Samples
import Synchronization
import TestTools

/// The portal and the authority that all tests of this process trust.
package enum TestSigning {
  package static let portal = SamplePortal()
  package static let authority = made { try SampleAuthority() }

  /// Writes keys, roots and revocation lists into files in the folder, and returns the settings that name the files.
  package static func settings(in folder: TemporaryFolder) throws -> [String: String] {
    for file in files { try folder.write(file.text, to: file.name) }
    return [
      "SMS_ATTESTATION_KEYS": "\(folder.path)/sms-attestation-keys.pem",
      "EDS_TRUST_ROOTS": "\(folder.path)/eds-trust-roots.pem", "EDS_CRLS": "\(folder.path)/eds-crls.pem",
    ]
  }

  package static var files: [(name: String, text: String)] {
    [
      ("sms-attestation-keys.pem", portal.publicKey), ("eds-trust-roots.pem", made { try authority.roots() }),
      ("eds-crls.pem", made { try authority.emptyLists() }),
    ]
  }

  private static let signatures = Atomic<Int64>(0)

  /// The seconds from the signing to the submission.
  ///
  /// The number changes with each signature, so that signatures of equal forms differ.
  private static func ahead() -> Int64 { 60 + signatures.add(1, ordering: .relaxed).newValue % 3600 }

  /// A signature by the applicant's SMS password.
  package static func attestation(of form: SignedForm, at time: Timestamp) -> Signature {
    let claims = SamplePortal.Claims(
      iin: form.form.applicant.iin, phone: "+77010000001", form: form.bytes, at: time.milliseconds / 1000 - ahead())
    return .sms(attestation: made { try portal.attest(claims) })
  }

  /// A signature by the applicant's EDS.
  package static func cms(of form: SignedForm, at time: Timestamp, by authority: SampleAuthority = authority)
    -> Signature
  {
    .eds(
      cms: made {
        try authority.signer(SampleCertificate(iin: form.form.applicant.iin)).sign(
          form.bytes, at: time.adding(seconds: -ahead()).date)
      })
  }

  private static func made<Value>(_ make: () throws -> Value) -> Value {
    do { return try make() } catch { preconditionFailure("the samples cannot be signed: \(error)") }
  }
}
