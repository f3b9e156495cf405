import Foundation
import QueueContracts

/// An attestation that is not verified yet: a JWS in compact form, by which the portal confirms that the applicant
/// entered an SMS password (contract 4.1).
struct Attestation {
  let header: Header
  let claims: Data
  /// The bytes that were signed, as they arrived.
  let signedBytes: Data
  let signature: Data

  struct Header: Decodable {
    let alg: String
    let kid: String?
    /// The header parameters that a reader must understand (RFC 7515, 4.1.11); this reader understands none.
    let crit: [String]?
  }

  struct Claims: Decodable {
    /// The applicant's IIN.
    let sub: String
    let phone: String
    /// The time of the confirmation, in seconds after the beginning of 1970.
    let iat: Double
    /// The SHA-256 of the signed form's bytes, in lower-case hexadecimal digits.
    let formSha256: String

    /// The time of the confirmation; nil if ``iat`` is tens of thousands of years away.
    var confirmedAt: Timestamp? {
      abs(iat) < 1e12 ? Timestamp(milliseconds: Int64((iat * 1000).rounded())) : nil
    }
  }

  /// Reads a JWS; nil if the text is not a JWS.
  init?(_ text: String) {
    // A JWS has three parts. Splitting stops at a fourth part, which is enough to refuse the text.
    let parts = text.utf8.split(separator: UInt8(ascii: "."), maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3, let head = Data(base64URL: Substring(parts[0])),
      let claims = Data(base64URL: Substring(parts[1])), let signature = Data(base64URL: Substring(parts[2])),
      let header = try? JSONReader.decode(Header.self, from: head)
    else { return nil }
    self.header = header
    self.claims = claims
    self.signature = signature
    signedBytes = Data(text.utf8[..<parts[1].endIndex])
  }
}
