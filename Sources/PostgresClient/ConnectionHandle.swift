import CPostgreSQL

/// The one owner of libpq's connection.
///
/// The deinitialiser closes the socket and frees the connection.
@safe final class ConnectionHandle {
  let pointer: OpaquePointer

  /// Connects; afterwards `PQstatus` tells whether there is a connection.
  ///
  /// The call blocks for at most `connect_timeout` for each address.
  init(_ url: PostgresURL) {
    // The URL is the value of `dbname`. Its options override the options that come before it.
    let options = Self.defaults + (url.sslMode.map { [("sslmode", $0)] } ?? []) + [("dbname", url.text)]
    let pointer = unsafe withCStrings(options.map(\.0) + [nil]) { names in
      unsafe withCStrings(options.map(\.1) + [nil]) { values in unsafe PQconnectdbParams(names, values, 1) }
    }
    guard let pointer = unsafe pointer else { fatalError("out of memory") }
    unsafe self.pointer = pointer
    unsafe pg_ignore_notices(pointer)
  }

  deinit { unsafe PQfinish(pointer) }

  /// libpq's options; with them, a vanished peer is noticed within half a minute.
  private static let defaults = [
    ("connect_timeout", "5"), ("keepalives_idle", "10"), ("keepalives_interval", "5"), ("keepalives_count", "3"),
    ("tcp_user_timeout", "30000"), ("client_encoding", "UTF8"), ("application_name", "qabyldau"),
  ]
}
