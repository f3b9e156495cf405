import Foundation
import SwiftASN1
import X509

/// The verified part of a chain above a person's certificate.
struct IssuerChain: Sendable, Equatable {
  /// From the one that issued to the person, to the root.
  let issuers: [Certificate]
  /// Encoded: those that a message has to carry, which are all but the root.
  private let carried: [ArraySlice<UInt8>]

  /// Nil where a certificate cannot be written, or there is none.
  init?(_ issuers: [Certificate]) {
    guard !issuers.isEmpty else { return nil }
    self.issuers = issuers
    do {
      carried = try issuers.dropLast().map { issuer in
        var serializer = DER.Serializer()
        try serializer.serialize(issuer)
        return serializer.serializedBytes[...]
      }
    } catch {
      return nil
    }
  }

  func serves(_ message: [ArraySlice<UInt8>], at time: Date) -> Bool {
    issuers.allSatisfy { $0.isValid(at: time) } && carried.allSatisfy(message.contains)
  }
}
