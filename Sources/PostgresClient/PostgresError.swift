/// Why a statement came to nothing.
///
/// Carries no text of the server's answers to statements: that may repeat what a row holds.
public struct PostgresError: Error, Sendable, Equatable, CustomStringConvertible {
  public enum Code: Sendable, Equatable {
    /// The server cannot be reached, does not let us in, or the connection was lost.
    case unreachable
    /// The server did not answer in time; the connection is of no use any more.
    case silent
    /// The server answered with an error.
    case refused
  }

  public let code: Code
  /// What went wrong, without a closing full stop.
  public let description: String
  /// The five characters by which PostgreSQL names an error; nil where there was no answer.
  public let state: String?

  init(_ code: Code, _ description: String, state: String? = nil) {
    (self.code, self.description, self.state) = (code, description, state)
  }
}
