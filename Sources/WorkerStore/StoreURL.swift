import Foundation
public import PostgresClient
public import WorkerBase

/// The address of the store: `STORE_URL`.
public enum StoreURL: Sendable, Equatable {
  /// An SQLite file by its absolute path.
  case sqlite(path: String)
  /// A PostgreSQL database.
  case postgres(PostgresURL)

  private static let example = "sqlite:///var/lib/qabyldau/store.sqlite"

  private static let postgresExample = "postgres://user:password@host:5432/database?sslmode=verify-full"

  /// True if somebody on the network could read or change the traffic.
  public var isPlain: Bool {
    switch self {
    case .sqlite: false
    case .postgres(let url): url.isPlain
    }
  }

  /// True if the store is certainly on this machine.
  public var isLocal: Bool {
    switch self {
    case .sqlite: true
    case .postgres(let url): url.isLocal
    }
  }

  /// Reads `sqlite:///absolute/path` or `postgres://user:password@host/database`.
  ///
  /// Characters that a URL cannot hold must be percent-encoded.
  ///
  /// - Throws: `SettingsError` that says what to write instead. The error does not repeat the text, which may hold a
  ///   password.
  public init(_ text: String) throws(SettingsError) {
    guard let (scheme, rest) = Self.parts(text) else {
      throw Self.wrong("is no URL; write \(Self.example) or \(Self.postgresExample)")
    }
    switch scheme {
    case "sqlite": self = .sqlite(path: try Self.path(rest))
    case "postgres", "postgresql":
      guard let url = PostgresURL("postgres://\(rest)") else {
        throw Self.wrong(
          "cannot be read as a PostgreSQL URL; percent-encode what is not a letter or digit in user and password, use "
            + "only libpq's parameters, and write \(Self.postgresExample)")
      }
      self = .postgres(url)
    default: throw Self.wrong("has a scheme that is not known; write \(Self.example) or \(Self.postgresExample)")
    }
  }

  /// The path of an SQLite file.
  private static func path(_ rest: Substring) throws(SettingsError) -> String {
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
    return path
  }

  private static func wrong(_ problem: String) -> SettingsError { SettingsError(key: "STORE_URL", problem: problem) }

  private static func parts(_ text: String) -> (scheme: String, rest: Substring)? {
    guard let colon = text.range(of: "://") else { return nil }
    return (text[..<colon.lowerBound].lowercased(), text[colon.upperBound...])
  }
}
