import Foundation
import QueueContracts

/// A JWS in compact form, as the portal attests an SMS password (contract 4.1); nothing in it is believed yet.
struct Attestation {
  let header: Header
  let claims: Data
  /// What the signature is over, as it came.
  let signedBytes: Data
  let signature: Data

  struct Header: Decodable {
    let alg: String
    let kid: String?
    /// What a reader has to understand (RFC 7515, 4.1.11): nothing of it is understood here.
    let crit: [String]?
  }

  struct Claims: Decodable {
    /// The applicant's IIN.
    let sub: String
    let phone: String
    /// Seconds after the beginning of 1970.
    let iat: Double
    /// Of the signed form's bytes, in lower-case hexadecimal digits.
    let formSha256: String

    /// Nil if ``iat`` is no time in tens of thousands of years around.
    var confirmedAt: Timestamp? {
      abs(iat) < 1e12 ? Timestamp(milliseconds: Int64((iat * 1000).rounded())) : nil
    }
  }

  /// Nil where the text is no JWS.
  init?(_ text: String) {
    // One part more than there may be is enough to know.
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
