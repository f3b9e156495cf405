/// The requirements for a new password.
package enum NewPassword {
  /// The least number of characters.
  private static let leastLength = 12

  /// The problem of a password in one sentence; nil if the password is good.
  package static func problem(_ password: String) -> String? {
    if password.count < leastLength { return "The password needs at least \(leastLength) characters." }
    if password.utf8.count > 1024 { return "The password is longer than 1024 bytes." }
    if Set(password).count < 5 { return "The password needs at least 5 different characters." }
    if password.contains(where: \.isNewline) || password.utf8.contains(0) {
      return "The password contains a line break or a NUL character."
    }
    return nil
  }

  /// A random password of 20 letters and digits, without characters that look alike.
  package static func random() -> String {
    let characters = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    return String((0..<20).map { _ in characters[Int.random(in: 0..<characters.count)] })
  }
}
