import Crypto
import Foundation
import QueueContracts

/// A portal that attests SMS passwords, with one key.
package struct SamplePortal: Sendable {
  /// The key with which the portal signs attestations.
  package let key: P256.Signing.PrivateKey

  /// Creates a portal with a key, a new one by default.
  package init(key: P256.Signing.PrivateKey = P256.Signing.PrivateKey()) { self.key = key }

  /// The public key, as a PEM object.
  package var publicKey: String { key.publicKey.pemRepresentation + "\n" }

  /// The claims of an attestation.
  package struct Claims: Encodable, Sendable {
    /// The applicant's IIN.
    package var sub: String
    /// The phone that got the password.
    package var phone: String
    /// The time of signing, in seconds since 1970.
    package var iat: Int64
    /// The SHA-256 of the form's bytes, as 64 lower-case hexadecimal digits.
    package var formSha256: String

    /// Creates the claims by which a person confirms a form at a time.
    package init(iin: String, phone: String, form: Data, at seconds: Int64) {
      sub = iin
      self.phone = phone
      iat = seconds
      formSha256 = SHA256.hash(data: form).hexDigits
    }
  }

  /// Signs the claims as a JWS in compact form.
  package func attest(_ claims: Claims, header: String = #"{"alg":"ES256","typ":"JWT"}"#) throws -> String {
    let signed = [Data(header.utf8), WireCodec.encode(claims)].map(\.base64URL).joined(separator: ".")
    return signed + "." + (try key.signature(for: Data(signed.utf8)).rawRepresentation.base64URL)
  }
}
