/// What a password has to be like.
package enum NewPassword {
  /// Characters at least.
  package static let leastLength = 12

  /// What is wrong with it, in one sentence; nil if nothing is.
  package static func problem(_ password: String) -> String? {
    if password.count < leastLength { return "The password needs \(leastLength) characters at least." }
    if password.utf8.count > 1024 { return "The password is longer than 1024 bytes." }
    if Set(password).count < 5 { return "The password repeats too few characters." }
    if password.contains(where: \.isNewline) || password.utf8.contains(0) {
      return "The password holds a line break or a NUL character."
    }
    return nil
  }

  /// A password that nobody has chosen, 20 letters and digits that are not mistaken for each other.
  package static func random() -> String {
    let characters = Array("abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789")
    return String((0..<20).map { _ in characters[Int.random(in: 0..<characters.count)] })
  }
}
