package import Foundation

extension Data {
  /// Base64 for URLs, without padding (RFC 7515, 2).
  package var base64URL: String {
    var text = base64EncodedData()
    while text.last == UInt8(ascii: "=") { text.removeLast() }
    return String(decoding: text.map(Self.forURL), as: UTF8.self)
  }

  /// Nil if the text is not exactly what ``base64URL`` writes: a second spelling of the same bytes is refused.
  package init?(base64URL text: Substring) {
    var standard = Data(text.utf8.map(Self.standard))
    standard.append(contentsOf: repeatElement(UInt8(ascii: "="), count: (4 - standard.count % 4) % 4))
    guard let data = Data(base64Encoded: standard), data.base64URL == text else { return nil }
    self = data
  }

  private static func forURL(_ character: UInt8) -> UInt8 {
    switch character {
    case UInt8(ascii: "+"): UInt8(ascii: "-")
    case UInt8(ascii: "/"): UInt8(ascii: "_")
    default: character
    }
  }

  private static func standard(_ character: UInt8) -> UInt8 {
    switch character {
    case UInt8(ascii: "-"): UInt8(ascii: "+")
    case UInt8(ascii: "_"): UInt8(ascii: "/")
    default: character
    }
  }
}
