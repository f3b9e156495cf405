import Crypto
import CryptoExtras
import Foundation

/// The stored form of a password, `scrypt$15$8$1$salt$hash`, from which the password cannot be recovered.
package struct PasswordHash: Sendable {
  /// The text that the store keeps.
  package let text: String
  private let cost: Cost
  private let salt: Data
  private let hash: Data

  /// The cost of one guess: 32 MiB and about a tenth of a second.
  private struct Cost: Equatable {
    /// The binary logarithm of scrypt's N.
    var log2Rounds = 15
    var blockSize = 8
    var parallelism = 1

    /// False if comparing with the stored hash would take the board too much time or memory.
    var isReasonable: Bool {
      (10...18).contains(log2Rounds) && (1...16).contains(blockSize) && (1...4).contains(parallelism)
    }
  }

  /// Hashes a new password.
  ///
  /// The hashing occupies a thread for about a tenth of a second.
  package init(of password: String) throws {
    let (cost, salt) = (Cost(), Data((0..<16).map { _ in UInt8.random(in: .min ... .max) }))
    let hash = try Self.derive(password, salt, cost)
    self.cost = cost
    self.salt = salt
    self.hash = hash
    text =
      "scrypt$\(cost.log2Rounds)$\(cost.blockSize)$\(cost.parallelism)$\(salt.base64EncodedString())$\(hash.base64EncodedString())"
  }

  /// Reads a stored hash; nil if the text is not a stored hash, or the cost of the hash is out of bounds.
  package init?(_ text: String) {
    let parts = text.split(separator: "$", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 6, parts[0] == "scrypt", let log2Rounds = Int(parts[1]), let blockSize = Int(parts[2]),
      let parallelism = Int(parts[3]), let salt = Data(base64Encoded: parts[4]),
      let hash = Data(base64Encoded: parts[5]),
      !salt.isEmpty, hash.count == 32
    else { return nil }
    let cost = Cost(log2Rounds: log2Rounds, blockSize: blockSize, parallelism: parallelism)
    guard cost.isReasonable else { return nil }
    self.text = text
    self.cost = cost
    self.salt = salt
    self.hash = hash
  }

  /// Tells whether the hash was made of this password; a wrong password takes as long as the right one.
  package func matches(_ password: String) -> Bool {
    guard let other = try? Self.derive(password, salt, cost) else { return false }
    return Self.areEqual(hash, other)
  }

  private static func derive(_ password: String, _ salt: Data, _ cost: Cost) throws -> Data {
    // Letters are normalised, because keyboards compose the same letter in different ways. A zero byte is appended,
    // because the key derivation traps if there are no bytes.
    let bytes = Data(password.precomposedStringWithCompatibilityMapping.utf8) + [0]
    let key = try KDF.Scrypt.deriveKey(
      from: bytes, salt: salt, outputByteCount: 32, rounds: 1 << cost.log2Rounds, blockSize: cost.blockSize,
      parallelism: cost.parallelism)
    return key.withUnsafeBytes { Data($0) }
  }

  /// Compares two hashes in a time that does not depend on where their bytes differ.
  package static func areEqual(_ left: Data, _ right: Data) -> Bool {
    guard left.count == right.count else { return false }
    return zip(left, right).reduce(into: UInt8(0)) { $0 |= $1.0 ^ $1.1 } == 0
  }
}
