public import Foundation

extension Data {
  /// Base64 for URLs, without padding (RFC 7515, 2).
  public var base64URL: String {
    base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  /// Nil where the text is not exactly what ``base64URL`` writes: a second spelling of the same bytes is refused.
  init?(base64URL text: Substring) {
    let padding = String(repeating: "=", count: (4 - text.utf8.count % 4) % 4)
    let standard = String(text).replacing("-", with: "+").replacing("_", with: "/") + padding
    guard let data = Data(base64Encoded: standard), data.base64URL == text else { return nil }
    self = data
  }
}
