import CPostgreSQL

/// Where a database is and how to log in, as libpq reads it:
/// `postgres://user:password@host:port/database?sslmode=verify-full`.
public struct PostgresURL: Sendable, Equatable {
  let text: String

  /// Nil where libpq cannot read it.
  ///
  /// What libpq says of it is not handed on, for that repeats parts of the text, which may be a password.
  public init?(_ text: String) {
    guard text.hasPrefix("postgres://") || text.hasPrefix("postgresql://"), !text.utf8.contains(0) else { return nil }
    guard let options = unsafe PQconninfoParse(text, nil) else { return nil }
    unsafe PQconninfoFree(options)
    self.text = text
  }
}

extension PostgresURL: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Without anything of the text.
  public var description: String { "postgres://…" }
  public var debugDescription: String { description }
  public var customMirror: Mirror { Mirror(self, children: []) }
}
