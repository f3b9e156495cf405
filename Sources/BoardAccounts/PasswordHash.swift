import Crypto
import CryptoExtras
import Foundation

/// A password as it is kept: `scrypt$15$8$1$salt$hash`, from which nobody gets it back.
package struct PasswordHash: Sendable {
  /// As the store keeps it.
  package let text: String
  private let cost: Cost
  private let salt: Data
  private let hash: Data

  /// What one guess costs: 32 MiB and about a tenth of a second.
  private struct Cost: Equatable {
    /// The binary logarithm of scrypt's N.
    var rounds = 15
    var blockSize = 8
    var parallelism = 1

    /// What is kept may not make the board work for ever.
    var isReasonable: Bool {
      (10...18).contains(rounds) && (1...16).contains(blockSize) && (1...4).contains(parallelism)
    }
  }

  /// Hashes a new password.
  ///
  /// Takes a tenth of a second of a thread.
  package init(of password: String) throws {
    let (cost, salt) = (Cost(), Data((0..<16).map { _ in UInt8.random(in: .min ... .max) }))
    let hash = try Self.derive(password, salt, cost)
    self.cost = cost
    self.salt = salt
    self.hash = hash
    text =
      "scrypt$\(cost.rounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt.base64EncodedString())$\(hash.base64EncodedString())"
  }

  /// Reads what a store has kept; nil if it is none of ours.
  package init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "scrypt", let rounds = Int(parts[1]), let blockSize = Int(parts[2]),
      let parallelism = Int(parts[3]), let salt = Data(base64Encoded: parts[4]),
      let hash = Data(base64Encoded: parts[5]),
      !salt.isEmpty, hash.count == 32
    else { return nil }
    let cost = Cost(rounds: rounds, blockSize: blockSize, parallelism: parallelism)
    guard cost.isReasonable else { return nil }
    self.text = text
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  /// True if it was made of this password; takes as long whether it was or not.
  package func matches(_ password: String) -> Bool {
    guard let other = try? Self.derive(password, salt, cost) else { return false }
    return Self.areEqual(hash, other)
  }

  private static func derive(_ password: String, _ salt: Data, _ cost: Cost) throws -> Data {
    // The same letters, however the keyboard has put them together. A zero at the end, for no bytes at all are a trap.
    let bytes = Data(password.precomposedStringWithCompatibilityMapping.utf8) + [0]
    let key = try KDF.Scrypt.deriveKey(
      from: bytes, salt: salt, outputByteCount: 32, rounds: 1 << cost.rounds, blockSize: cost.blockSize,
      parallelism: cost.parallelism)
    return key.withUnsafeBytes { Data($0) }
  }

  /// Compares in a time that does not tell where they differ.
  package static func areEqual(_ left: Data, _ right: Data) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
  }
}
