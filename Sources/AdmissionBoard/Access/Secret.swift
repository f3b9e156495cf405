import BoardAccounts
import Crypto
import Foundation
import QueueContracts

/// Makes, hashes and compares the random texts in cookies and forms.
enum Secret {
  /// Makes a text of 256 random bits that fits into a cookie and a form.
  static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next() as UInt64, Array.init) }
    return Data(bytes).base64URL
  }

  /// The hash that the board keeps in place of a secret, so that nobody can sign in with what the board's memory holds.
  static func digest(_ secret: String) -> Data { Data(SHA256.hash(data: Data(secret.utf8))) }

  /// Compares two texts in a time that does not depend on how much of them is equal.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    PasswordHash.areEqual(digest(left), digest(right))
  }

  /// Computes the HMAC of a text, in base64url; only a holder of the key can compute it.
  static func seal(_ text: String, with key: SymmetricKey) -> String {
    Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)).base64URL
  }
}
