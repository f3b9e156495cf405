import Crypto
import Foundation
public import QueueContracts
import X509

/// A certificate, revocation list or key from a file that says who is trusted.
///
/// The worker logs each item, so the log shows what was trusted at which time.
public struct TrustItem: Sendable, Hashable {
  /// The SHA-256 of the item's encoding, in lower-case hexadecimal digits.
  public let fingerprint: String
  /// The subject of an authority's certificate, or the issuer of a revocation list; empty for a key.
  public let name: String
  /// The time from which the item is valid; for a revocation list its `thisUpdate`, for a key nil.
  public let from: Timestamp?
  /// The time until which the item is valid; for a revocation list its `nextUpdate`, for a key nil.
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
