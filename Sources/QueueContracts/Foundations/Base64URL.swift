package import Foundation

extension Data {
  /// Base64 for URLs, without padding (RFC 7515, 2).
  package var base64URL: String { Base64.url.encode(self) }

  /// Nil if the text is not exactly what ``base64URL`` writes: a second spelling of the same bytes is refused.
  package init?(base64URL text: Substring) {
    guard let data = Base64.url.decode(text) else { return nil }
    self = data
  }
}
