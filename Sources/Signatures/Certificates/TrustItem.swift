import Crypto
import Foundation
public import QueueContracts
import X509

/// A certificate, list or key of a file of trust, for the log: so that it can be told later what was trusted when.
public struct TrustItem: Sendable, Hashable {
  /// The SHA-256 of its encoding, in lower-case hexadecimal digits.
  public let fingerprint: String
  /// The subject of an authority, or the issuer of a list; empty for a key.
  public let name: String
  /// The time from which on it counts, `thisUpdate` of a list; nil for a key.
  public let from: Timestamp?
  /// The time until which it counts, `nextUpdate` of a list; nil for a key.
  public let until: Timestamp?

  init(bytes: some Sequence<UInt8>, name: String = "", from: Date? = nil, until: Date? = nil) {
    fingerprint = SHA256.hash(data: Array(bytes)).hexDigits
    self.name = name
    self.from = from.map { Timestamp($0) }
    self.until = until.map { Timestamp($0) }
  }

  init(_ issuer: Issuer, bytes: [UInt8]) {
    let certificate = issuer.certificate
    self.init(
      bytes: bytes,
      // The subject of a certificate that is no authority's may be a person, whose name is in no log.
      name: issuer.mayIssue ? "\(certificate.subject)" : "no authority: nothing follows from this certificate",
      from: certificate.notValidBefore, until: certificate.notValidAfter)
  }
}
