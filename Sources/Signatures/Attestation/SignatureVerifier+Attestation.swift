import Crypto
import Foundation
import QueueContracts

extension SignatureVerifier {
  /// The SMS code may be confirmed at most this many milliseconds before the submission.
  private static let earliest = 24.0 * 3_600_000
  /// The SMS code may be confirmed at most this many milliseconds after the submission, because the clocks may differ.
  private static let latest = 5.0 * 60_000

  func examine(
    attestation text: String, of application: ApplicationSubmitted, _ trail: inout Trail
  ) throws(Trail.Failure) {
    guard let attestation = Attestation(text) else {
      throw trail.end(.encoding, "the attestation is not a JWS in compact form")
    }
    trail.passed(.encoding, "a JWS in compact form")
    let read = try? JSONReader.decode(Attestation.Claims.self, from: attestation.claims)
    trail.signedAt = read?.confirmedAt
    // The header must not choose the algorithm: `none` needs no key, and HS256 would use the public key as a secret.
    guard attestation.header.alg == "ES256", attestation.header.crit == nil else {
      throw trail.end(.algorithm, "the header asks for another algorithm than ES256, or for an extension (crit)")
    }
    trail.passed(.algorithm, "ES256")
    guard let keys = attestationKeys else {
      throw trail.end(.verifier, "SMS_ATTESTATION_KEYS is not set", as: .unsupported)
    }
    guard keys.candidates(kid: attestation.header.kid).contains(where: { $0.signed(attestation) }) else {
      throw trail.end(.signature, "the signature is by none of the portal's keys")
    }
    trail.passed(.signature, "by a key of the portal")
    guard let claims = read else {
      throw trail.end(.encoding, "the claims are not sub, phone, iat and formSha256")
    }
    guard claims.formSha256 == trail.formDigest else {
      throw trail.end(.form, "the attestation is for another form")
    }
    trail.passed(.form, "of this form")
    let age = Double(application.submittedAt.milliseconds) - claims.iat * 1000
    guard age <= Self.earliest, age >= -Self.latest else {
      throw trail.end(.time, "the code was not confirmed within 24 hours before or 5 minutes after the submission")
    }
    trail.passed(.time, "confirmed close to the time of submission")
    guard claims.sub == application.form.form.applicant.iin else {
      throw trail.end("the code was confirmed by somebody else than the applicant", signedBy: claims.sub)
    }
    trail.passed(.identity, "the applicant")
  }
}

extension P256.Signing.PublicKey {
  fileprivate func signed(_ attestation: Attestation) -> Bool {
    // A JWS holds an ECDSA signature as two numbers of 32 bytes, not in DER as certificates do.
    guard let signature = try? P256.Signing.ECDSASignature(rawRepresentation: attestation.signature) else {
      return false
    }
    return isValidSignature(signature, for: attestation.signedBytes)
  }
}
