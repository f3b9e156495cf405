import Foundation
import PostgresClient

/// Databases on the private PostgreSQL that `make test` starts; they disappear with that server.
package enum TestDatabase {
  /// Makes a database without tables, and returns its URL.
  package static func make() throws -> String {
    let server = try ServerVariable.postgresURL.value
    guard let url = PostgresURL(server) else { throw CocoaError(.formatting) }
    let name = "test_" + UUID().uuidString.prefix(8).lowercased()
    try PostgresConnection(url).value("CREATE DATABASE \(name)")
    return server.replacing(/[^\/]+$/, with: name)
  }

  /// Shuts the server down (`stop`), ends it at once (`kill`), or starts it again on the same port, with its data.
  package static func server(_ command: String) async throws {
    try await LocalScript.run("postgres.sh", [command, ServerVariable.postgresFolder.value])
  }
}
