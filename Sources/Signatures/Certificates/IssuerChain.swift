import Foundation
import SwiftASN1
import X509

/// The verified chain of issuers above a person's certificate.
struct IssuerChain: Sendable, Equatable {
  /// The issuers in order: the first one issued the person's certificate, the last one is the root.
  let issuers: [Issuer]
  /// The encoded certificates of the chain that are not among the trusted ones, so a message must carry them.
  private let carried: [ArraySlice<UInt8>]

  /// An issuer's certificate as a message carries it.
  struct Carried: Sendable {
    let issuer: Issuer
    let bytes: ArraySlice<UInt8>

    /// Reads a certificate; nil if it cannot be read.
    ///
    /// A message may carry certificates with unknown kinds of keys, which cannot be read.
    init?(_ bytes: ArraySlice<UInt8>) {
      guard let certificate = try? Certificate(derEncoded: Array(bytes)) else { return nil }
      issuer = Issuer(certificate)
      self.bytes = bytes
    }
  }

  init(issuers: [Issuer], carried: [ArraySlice<UInt8>]) {
    self.issuers = issuers
    // The bytes are copied, because a slice would keep the whole message in memory.
    self.carried = carried.map { ArraySlice(Array($0)) }
  }

  func serves(_ message: [ArraySlice<UInt8>], at times: [Date]) -> Bool {
    issuers.allSatisfy { $0.certificate.isValid(at: times) } && carried.allSatisfy(message.contains)
  }
}
