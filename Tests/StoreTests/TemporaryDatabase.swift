import Foundation
import PostgresClient
import WorkerStore

/// A database for one test, on the private server that `make test` starts; it is removed with the server.
struct TemporaryDatabase {
  struct Missing: Error, CustomStringConvertible {
    let description = "TEST_POSTGRES_URL is not set: run `make test`, which starts a private PostgreSQL."
  }

  let text: String
  let url: PostgresURL

  /// Creates a database without tables.
  init() throws {
    let server = ProcessInfo.processInfo.environment["TEST_POSTGRES_URL"]
    guard let server, let serverURL = PostgresURL(server) else { throw Missing() }
    let name = "store_" + UUID().uuidString.prefix(8).lowercased()
    try PostgresConnection(serverURL).value("CREATE DATABASE \(name)")
    text = server.replacing(/[^\/]+$/, with: name)
    guard let url = PostgresURL(text) else { throw Missing() }
    self.url = url
  }

  /// Creates a database with tables.
  static func migrated() async throws -> TemporaryDatabase {
    let database = try TemporaryDatabase()
    _ = try await PostgresStore.migrate(database.url)
    return database
  }

  func open() async throws -> PostgresStore { try await PostgresStore.open(url) }

  /// A connection of the test's own, to look at the tables or to hold locks.
  func connection() throws -> PostgresConnection { try PostgresConnection(url) }

  /// The URL with one more parameter, percent-encoded.
  func url(adding parameter: String) -> PostgresURL { PostgresURL("\(text)?\(parameter)")! }
}
