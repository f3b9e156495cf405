package import Foundation

extension Data {
  /// The bytes in base64 for URLs, without padding (RFC 7515, section 2).
  package var base64URL: String { Base64.url.encode(self) }

  /// Reads base64 for URLs; nil if ``base64URL`` could not have written the text.
  ///
  /// Another spelling of the same bytes is refused, so a signed value cannot be written in two ways.
  package init?(base64URL text: Substring) {
    guard let data = Base64.url.decode(text) else { return nil }
    self = data
  }
}
