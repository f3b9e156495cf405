public import Foundation
package import WorkerBase

/// The base address of a service, for example `https://registers.example/v1`, to which paths are added.
public struct HTTPBase: Sendable {
  private let text: String

  /// Reads an address; nil if it is not an `http` or `https` address with a host.
  ///
  /// An address with a query or a fragment also gives nil, because no path can be added to such an address.
  public init?(_ text: String) {
    guard let parts = URLComponents(string: text), ["http", "https"].contains(parts.scheme?.lowercased()),
      let host = parts.host, !host.isEmpty, parts.query == nil, parts.fragment == nil
    else { return nil }
    self.text = String(text.reversed().drop { $0 == "/" }.reversed())
  }

  /// The address with these segments added; nil if a segment cannot be added.
  ///
  /// Each segment is percent-encoded, so a slash, a question mark or a percent sign stays part of the segment. An empty
  /// segment, `.` and `..` cannot be added, because a server would resolve them to another address.
  public func url(_ segments: [some StringProtocol]) -> URL? {
    guard !segments.contains(where: { ["", ".", ".."].contains(String($0)) }) else { return nil }
    let path = segments.map { $0.addingPercentEncoding(withAllowedCharacters: Self.unreserved) ?? "" }
    return URL(string: ([text] + path).joined(separator: "/"))
  }

  /// True if a service answers at this address: it is up and not overloaded, even if it refuses the request.
  package func showsLife(_ get: HTTPGet) async -> Bool {
    guard let url = url([String]()) else { return false }
    return (try? await get(url, 1))?.isSignOfLife ?? false
  }

  /// The form of an address, for the error about another text.
  package static let form = "an http:// or https:// address of a host without a query"

  /// The unreserved characters of RFC 3986, section 2.3.
  private static let unreserved = CharacterSet(
    charactersIn: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
}

extension Settings {
  /// Reads the address of a service.
  ///
  /// - Parameters:
  ///   - key: the key.
  ///   - example: a good value, which the error's text shows.
  /// - Returns: the address; nil if the key is absent or empty.
  /// - Throws: `SettingsError` if the text is no address of a service.
  package func httpBase(_ key: String, example: String) throws(SettingsError) -> HTTPBase? {
    guard let text = text(key) else { return nil }
    guard let base = HTTPBase(text) else {
      throw SettingsError(key: key, problem: "must be \(HTTPBase.form); for example \(example)")
    }
    return base
  }
}
