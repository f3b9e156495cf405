import Crypto
import Foundation
import QueueContracts

/// How the sample's forms are signed: the one place to change once the sample has keys of its own.
///
/// The portal's attestation has the shape and claims of contract 4.1, and sixty-four zero bytes for a signature: a worker
/// that verifies signatures refuses it as `signature.invalid`.
enum SampleSignature {
  static func sign(_ form: SignedForm, submittedAt: Timestamp) -> Signature {
    let applicant = form.form.applicant
    let claims = Claims(
      sub: applicant.iin, phone: applicant.phone ?? "", iat: submittedAt.milliseconds / 1000 - 60,
      formSha256: form.bytes.sha256Hex)
    let parts = [Data(#"{"alg":"ES256","typ":"JWT"}"#.utf8), WireCodec.encode(claims), Data(count: 64)]
    return .sms(attestation: parts.map(\.base64URL).joined(separator: "."))
  }

  private struct Claims: Encodable {
    let sub: String
    let phone: String
    let iat: Int64
    let formSha256: String
  }
}

extension Data {
  /// The SHA-256 in lower-case hexadecimal digits.
  var sha256Hex: String {
    SHA256.hash(data: self).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Base64 for URLs, without padding.
  var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
