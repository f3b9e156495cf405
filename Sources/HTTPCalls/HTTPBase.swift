public import Foundation

/// Where a service lives: `https://registers.example/v1`, to which paths are added.
public struct HTTPBase: Sendable {
  private let text: String

  /// Nil where the text is no `http` or `https` address of a host, or has a query or a fragment, behind which no path
  /// can be added.
  public init?(_ text: String) {
    guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme?.lowercased()),
      let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil
    else { return nil }
    self.text = String(text.reversed().drop { $0 == "/" }.reversed())
  }

  /// The address with these segments added, each percent-encoded: what is a slash, a question mark or a percent sign in
  /// a segment stays part of its name.
  ///
  /// Nil where a segment is empty, or dots that a server would resolve to another place.
  public func url(_ segments: [some StringProtocol]) -> URL? {
    guard !segments.contains(where: { ["", ".", ".."].contains(String($0)) }) else { return nil }
    let path = segments.map { $0.addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? "" }
    return URL(string: ([text] + path).joined(separator: "/"))
  }

  /// RFC 3986, 2.3.
  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}
