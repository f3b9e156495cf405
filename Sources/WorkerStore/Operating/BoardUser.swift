package import QueueContracts

/// A user of the board.
package struct BoardUser: Sendable, Equatable {
  package let name: String
  package var role: BoardRole
  /// The password's hash, with the parameters that it was made with.
  package var password: String
  package var changedAt: Timestamp

  package init(name: String, role: BoardRole, password: String, changedAt: Timestamp) {
    self.name = name
    self.role = role
    self.password = password
    self.changedAt = changedAt
  }

  /// True if the text consists of 1 to 64 ASCII letters, digits, dots, hyphens, underscores and at signs.
  ///
  /// Letters of other alphabets are excluded, because some of them look like Latin letters.
  package static func isName(_ text: String) -> Bool {
    (1...64).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"),
          UInt8(ascii: "@"):
          true
        default: false
        }
      }
  }
}
