import PostgresClient
import TestServers
import Testing
import WorkerStore

/// A database for one test, on the private server that `make test` starts; it is removed with the server.
struct TemporaryDatabase {
  let text: String
  let url: PostgresURL

  /// Creates a database without tables.
  init() throws {
    text = try TestDatabase.make()
    url = try #require(PostgresURL(text))
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
