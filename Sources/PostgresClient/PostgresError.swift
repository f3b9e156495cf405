/// The failure of a connection or of a statement.
///
/// The error does not contain the server's text about a statement, because that text may hold values of a row.
public struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure.
  public enum Code: Sendable, Equatable {
    /// The server cannot be reached or refuses the login, or the connection was lost.
    case unreachable
    /// The server did not answer in time; the connection is abandoned.
    case silent
    /// The server answered with an error.
    case refused
  }

  /// The kind of failure.
  public let code: Code
  /// The failure in words for an operator, without a full stop at the end.
  public let description: String
  /// The SQLSTATE of the error, five characters; nil if the server did not answer.
  public let state: String?

  init(_ code: Code, _ description: String, state: String? = nil) {
    self.code = code
    self.description = description
    self.state = state
  }
}
