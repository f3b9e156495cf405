import Foundation
import WorkerTesting
import PostgresClient
import WorkerStore

/// Databases on the private PostgreSQL that `make test` starts; they disappear with that server.
enum TestDatabase {
  struct Missing: Error, CustomStringConvertible {
    let description =
      "TEST_POSTGRES_URL and TEST_POSTGRES_DIR are not set: run `make test`, which starts a private PostgreSQL."
  }

  /// Makes a database without tables, and returns its URL.
  static func make() async throws -> String {
    let server = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"]
    guard let server, let url = PostgresURL(server) else { throw Missing() }
    let name = "system_" + UUID().uuidString.prefix(8).lowercased()
    try PostgresConnection(url).value("CREATE DATABASE \(name)")
    return server.replacing(/[^\/]+$/, with: name)
  }

  /// Makes a database with tables, and returns its URL.
  static func migrated() async throws -> String {
    let url = try await make()
    _ = try await StoreURL(url).migrate()
    return url
  }

  /// Shuts the server down (`stop`), ends it at once (`kill`), or starts it again on the same port, with its data.
  static func server(_ command: String) async throws {
    guard let folder = ProcessInfo.processInfo.environment["TEST_POSTGRES_DIR"] else { throw Missing() }
    try await LocalScript.run("postgres.sh", [command, folder])
  }
}
