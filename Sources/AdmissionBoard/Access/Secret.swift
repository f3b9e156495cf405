import BoardAccounts
import Crypto
import Foundation

/// Random texts that open something, and what is kept of them.
enum Secret {
  /// 256 random bits, as a cookie and a form can hold them.
  static func random() -> String {
    var generator = SystemRandomNumberGenerator()
    let bytes = (0..<4).flatMap { _ in withUnsafeBytes(of: generator.next() as UInt64, Array.init) }
    return urlText(Data(bytes))
  }

  /// What is kept of a secret: who reads the board's memory cannot sign in with it.
  static func digest(_ secret: String) -> Data { Data(SHA256.hash(data: Data(secret.utf8))) }

  /// Compares in a time that does not tell how much of it is right.
  static func areEqual(_ left: String, _ right: String) -> Bool {
    PasswordHash.areEqual(digest(left), digest(right))
  }

  /// A text that only who has the key can make of another one.
  static func seal(_ text: String, with key: SymmetricKey) -> String {
    urlText(Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: key)))
  }

  private static func urlText(_ data: Data) -> String {
    data.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }
}
