public import Crypto
public import Foundation
import QueueContracts

/// A portal that attests SMS passwords, with one key.
public struct SamplePortal: Sendable {
  /// The key with which the portal signs attestations.
  public let key: P256.Signing.PrivateKey

  /// Creates a portal with a key, a new one by default.
  public init(key: P256.Signing.PrivateKey = P256.Signing.PrivateKey()) { self.key = key }

  /// The public key, as a PEM object.
  public var publicKey: String { key.publicKey.pemRepresentation + "\n" }

  /// The claims of an attestation.
  public struct Claims: Encodable, Sendable {
    /// The applicant's IIN.
    public var sub: String
    /// The phone that got the password.
    public var phone: String
    /// The time of signing, in seconds since 1970.
    public var iat: Int64
    /// The SHA-256 of the form's bytes, as 64 lower-case hexadecimal digits.
    public var formSha256: String

    /// Creates the claims by which a person confirms a form at a time.
    public init(iin: String, phone: String, form: Data, at seconds: Int64) {
      sub = iin
      self.phone = phone
      iat = seconds
      formSha256 = SHA256.hash(data: form).hexDigits
    }
  }

  /// Signs the claims as a JWS in compact form.
  public func attest(_ claims: Claims, header: String = #"{"alg":"ES256","typ":"JWT"}"#) throws -> String {
    let signed = [Data(header.utf8), WireCodec.encode(claims)].map(\.base64URL).joined(separator: ".")
    return signed + "." + (try key.signature(for: Data(signed.utf8)).rawRepresentation.base64URL)
  }
}
