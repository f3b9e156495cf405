import Crypto
public import Foundation
public import QueueContracts

/// The portal's private key, which attests that a citizen confirmed a form with an SMS password (contract 4.1).
///
/// The workers have the public key in `SMS_ATTESTATION_KEYS`. Use the private key only for attestations.
public struct AttestationKey: Sendable {
  private let key: P256.Signing.PrivateKey

  /// Reads a PEM object `PRIVATE KEY` or `EC PRIVATE KEY` of the curve P-256.
  ///
  /// - Throws: ``PublishError`` with the code `misconfigured` if the text is not such a key; the error's message does
  ///   not contain the text.
  public init(pem: String) throws(PublishError) {
    do {
      key = try P256.Signing.PrivateKey(pemRepresentation: pem)
    } catch {
      throw PublishError(
        .misconfigured, "The attestation key is not a PEM object PRIVATE KEY or EC PRIVATE KEY of the curve P-256.")
    }
  }

  /// Reads a JSON Web Key: `kty` EC, `crv` P-256, and `d`.
  ///
  /// - Throws: ``PublishError`` with the code `misconfigured` if the data is not such a key; the error's message does
  ///   not contain the data.
  public init(jwk: Data) throws(PublishError) {
    guard let fields = try? JSONDecoder().decode(JWK.self, from: jwk), fields.kty == "EC", fields.crv == "P-256",
      let number = Data(base64URL: fields.d[...]), let key = try? P256.Signing.PrivateKey(rawRepresentation: number)
    else {
      throw PublishError(.misconfigured, "The attestation key is not a JSON Web Key with kty EC, crv P-256 and d.")
    }
    self.key = key
  }

  private struct JWK: Decodable {
    let kty: String
    let crv: String
    let d: String
  }

  /// The public key as a PEM object, for `SMS_ATTESTATION_KEYS` of the workers.
  public var publicKey: String { key.publicKey.pemRepresentation + "\n" }

  /// The thumbprint of RFC 7638, by which the workers find the key among several.
  public var thumbprint: String {
    let point = key.publicKey.rawRepresentation
    let (x, y) = (point.prefix(32).base64URL, point.suffix(32).base64URL)
    return Data(SHA256.hash(data: Data(#"{"crv":"P-256","kty":"EC","x":"\#(x)","y":"\#(y)"}"#.utf8))).base64URL
  }

  /// Attests that the applicant confirmed exactly the form's bytes.
  ///
  /// The result differs each time. So a form that is attested and published twice has two different bodies; under one
  /// message id, only the first body takes effect.
  ///
  /// - Parameters:
  ///   - form: the form with the bytes that the applicant confirmed.
  ///   - phone: the number of the phone that received the SMS password.
  ///   - time: the time of the confirmation: at most 24 hours before the submission and at most 5 minutes after it.
  /// - Returns: a JWS in compact form, by ES256.
  /// - Throws: ``PublishError`` with the code `misconfigured` if the key does not sign.
  public func attest(_ form: SignedForm, phone: String, confirmedAt time: Timestamp) throws(PublishError) -> String {
    let claims = Claims(
      sub: form.form.applicant.iin, phone: phone, iat: time.milliseconds / 1000,
      formSha256: SHA256.hash(data: form.bytes).hexDigits)
    let header = Header(kid: thumbprint)
    let signed = [WireCodec.encode(header), WireCodec.encode(claims)].map(\.base64URL).joined(separator: ".")
    do {
      return signed + "." + (try key.signature(for: Data(signed.utf8)).rawRepresentation.base64URL)
    } catch {
      throw PublishError(.misconfigured, "The attestation key does not sign.")
    }
  }

  private struct Header: Encodable {
    var alg = "ES256"
    var typ = "JWT"
    let kid: String
  }

  private struct Claims: Encodable {
    let sub: String
    let phone: String
    let iat: Int64
    let formSha256: String
  }
}
