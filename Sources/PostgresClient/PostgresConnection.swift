import CPostgreSQL
import Foundation

/// A connection to a PostgreSQL server that runs one statement or one pipeline at a time.
///
/// Its calls block and it is not Sendable, so it belongs to an actor that runs on a dispatch queue of its own. Single
/// statements take and return texts, with rows as JSON; a ``PostgresPipeline`` uses PostgreSQL's binary format.
public final class PostgresConnection {
  let handle: ConnectionHandle
  /// The seconds that an answer may take before the connection is abandoned; nil if it may take any time.
  public private(set) var answerSeconds: Double? = 10
  private var isAbandoned = false
  /// For each statement's text, the number in the name of the prepared statement.
  var statementNumbers: [String: Int] = [:]
  /// The texts of the statements that the server has prepared.
  var prepared: Set<String> = []

  /// Connects and logs in.
  ///
  /// - Throws: ``PostgresError``.
  public init(_ url: PostgresURL) throws(PostgresError) {
    handle = ConnectionHandle(url)
    guard unsafe PQstatus(handle.pointer) == CONNECTION_OK, unsafe PQsetnonblocking(handle.pointer, 1) == 0 else {
      throw PostgresError(.unreachable, message)
    }
  }

  /// Sets the time limit for every answer from now on.
  ///
  /// - Parameter seconds: the limit, in case the server hangs; nil for no limit, so that only a lost connection is
  ///   noticed. The limit should be longer than the server's `statement_timeout`, which ends a statement without losing
  ///   the connection.
  public func expectAnswers(withinSeconds seconds: Double?) { answerSeconds = seconds }

  /// False once an error has made the connection useless, or has shown that the server only reads.
  public var isOpen: Bool { unsafe !isAbandoned && PQstatus(handle.pointer) == CONNECTION_OK }

  /// Runs one statement, in one round trip.
  ///
  /// - Returns: the first column of the first row; nil if there is no row or the column is NULL.
  @discardableResult
  public func value(_ statement: String, _ parameters: [String?] = []) throws(PostgresError) -> String? {
    // libpq takes C strings, which end at the first NUL.
    guard parameters.allSatisfy({ $0?.utf8.contains(0) != true }) else {
      throw PostgresError(.refused, "a text with a NUL character", state: "22021")
    }
    return try answer {
      unsafe withCStrings(parameters) { values in
        unsafe PQsendQueryParams(handle.pointer, statement, Int32(parameters.count), nil, values, nil, nil, 0)
      }
    }
  }

  /// Runs several statements without parameters; if no transaction is open, they run in a transaction of their own.
  public func run(_ script: String) throws(PostgresError) {
    _ = try answer { unsafe PQsendQuery(handle.pointer, script) }
  }

  private func answer(to send: () -> Int32) throws(PostgresError) -> String? {
    let deadline = deadline
    guard send() == 1 else { throw lost() }
    try flush()
    return try results(until: deadline)
  }

  /// The latest time for the server's answer to a statement that is sent now; nil if there is no limit.
  var deadline: ContinuousClock.Instant? { answerSeconds.map { ContinuousClock.now.advanced(by: .seconds($0)) } }

  /// Sends everything that libpq has buffered.
  func flush() throws(PostgresError) {
    let deadline = deadline
    while true {
      let unsent = unsafe PQflush(handle.pointer)
      guard unsent >= 0 else { throw lost() }
      if unsent == 0 { return }
      // While the server sends, it may have stopped reading. It reads again after the client has read the data.
      try wait(for: POLLIN | POLLOUT, until: deadline)
    }
  }

  private func results(until deadline: ContinuousClock.Instant?) throws(PostgresError) -> String? {
    var (value, failure): (String?, PostgresError?)
    while true {
      while unsafe PQisBusy(handle.pointer) == 1 { try wait(for: POLLIN, until: deadline) }
      guard let result = unsafe PQgetResult(handle.pointer) else { break }
      defer { unsafe PQclear(result) }
      switch unsafe PQresultStatus(result) {
      case PGRES_COMMAND_OK: break
      case PGRES_TUPLES_OK:
        guard unsafe PQntuples(result) > 0, unsafe PQgetisnull(result, 0, 0) == 0 else { break }
        value = unsafe String(cString: PQgetvalue(result, 0, 0))
      default: failure = unsafe failure ?? PostgresError(refusal: result)
      }
    }
    guard isOpen else { throw lost(failure) }
    guard let failure else { return value }
    abandonIfNeeded(after: failure)
    throw failure
  }

  /// Waits for the socket, then reads what has arrived.
  func wait(for events: Int32, until deadline: ContinuousClock.Instant?) throws(PostgresError) {
    var descriptor = pollfd(fd: unsafe PQsocket(handle.pointer), events: Int16(events), revents: 0)
    // -1 waits without a limit.
    let milliseconds = deadline.map { Int32(max(0, ContinuousClock.now.duration(to: $0) / .milliseconds(1))) + 1 } ?? -1
    guard unsafe poll(&descriptor, 1, milliseconds) != 0 else {
      isAbandoned = true
      let patience = Duration.seconds(answerSeconds ?? 0)
      throw PostgresError(.silent, "the server did not answer within \(patience)")
    }
    guard unsafe PQconsumeInput(handle.pointer) == 1 else { throw lost() }
  }

  func lost(_ lastWord: PostgresError? = nil) -> PostgresError {
    isAbandoned = true
    return PostgresError(.unreachable, "the connection was lost" + (lastWord.map { " (\($0.description))" } ?? ""))
  }

  /// Abandons the connection, although its socket is open, if a new connection may succeed where this one failed.
  func abandonIfNeeded(after failure: PostgresError) {
    switch failure.state {
    // The server has lost a prepared statement, or the statement's columns have changed. A new connection prepares the
    // statement again. A standby refuses a transaction that writes by 0A000, too.
    case "26000", "0A000": isAbandoned = true
    // The server only reads. It may have become a standby while the connection was open; the new primary may have
    // another address.
    case "25006": isAbandoned = true
    default: break
    }
  }

  /// The reason why there is no connection, in one line; it may name host, port, user and database, but not the
  /// password.
  private var message: String {
    unsafe String(cString: PQerrorMessage(handle.pointer)).split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}

extension PostgresError {
  init(refusal result: OpaquePointer) {
    let state = unsafe pg_error_state(result).map { unsafe String(cString: $0) } ?? "?"
    let constraint = unsafe pg_error_constraint(result).map { unsafe ", constraint \(String(cString: $0))" } ?? ""
    self.init(.refused, "SQLSTATE \(state)\(constraint)", state: state)
  }
}
