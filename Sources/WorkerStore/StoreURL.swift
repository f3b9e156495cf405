import Foundation
public import WorkerRuntime

/// Where the store is, as `STORE_URL` says it.
public enum StoreURL: Sendable, Equatable {
  /// An SQLite file by its absolute path.
  case sqlite(path: String)

  private static let example = "sqlite:///var/lib/qabyldau/store.sqlite"

  /// Reads `sqlite:///absolute/path`, percent-encoded where the path has characters that a URL cannot hold.
  ///
  /// - Throws: `SettingsError` that says what to write instead. The text itself is not repeated: it may hold a password.
  public init(_ text: String) throws(SettingsError) {
    func wrong(_ problem: String) -> SettingsError { SettingsError(key: "STORE_URL", problem: problem) }

    guard let (scheme, rest) = Self.parts(text) else {
      throw wrong("is no URL; write \(Self.example)")
    }
    switch scheme {
    case "sqlite": break
    case "postgres", "postgresql":
      throw wrong("names PostgreSQL, which this version cannot use yet; write \(Self.example)")
    default:
      throw wrong("has a scheme that is not known; write \(Self.example)")
    }
    guard rest.hasPrefix("/") else {
      throw wrong("must have three slashes and an absolute path, like \(Self.example)")
    }
    guard !rest.contains(where: { "?#".contains($0) }) else {
      throw wrong("must end with the path; write %3F for ? and %23 for # in it")
    }
    guard let path = rest.removingPercentEncoding, !path.utf8.contains(0) else {
      throw wrong("has a percent sign that two hexadecimal digits do not follow; write %25 for a percent sign")
    }
    guard !path.hasSuffix("/") else {
      throw wrong("names a folder; add the file's name, like \(Self.example)")
    }
    self = .sqlite(path: path)
  }

  private static func parts(_ text: String) -> (scheme: String, rest: Substring)? {
    guard let colon = text.range(of: "://") else { return nil }
    return (text[..<colon.lowerBound].lowercased(), text[colon.upperBound...])
  }
}
