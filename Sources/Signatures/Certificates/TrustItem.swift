import Crypto
import Foundation
public import QueueContracts
import X509

/// A certificate, list or key of a file, for the log, which shows what was trusted at which time.
public struct TrustItem: Sendable, Hashable {
  /// The SHA-256 of the item's encoding, in lower-case hexadecimal digits.
  public let fingerprint: String
  /// The subject of an authority, or the issuer of a list; empty for a key.
  public let name: String
  /// The time from which the item is valid, `thisUpdate` of a list; nil for a key.
  public let from: Timestamp?
  /// The time until which the item is valid, `nextUpdate` of a list; nil for a key.
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
      // If a certificate is not an authority's, its subject may be a person, whose name must not be in the log.
      name: issuer.mayIssue ? "\(certificate.subject)" : "not an authority: no chain uses this certificate",
      from: certificate.notValidBefore, until: certificate.notValidAfter)
  }
}
