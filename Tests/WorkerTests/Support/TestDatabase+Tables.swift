import TestServers
import WorkerStore

extension TestDatabase {
  /// Makes a database with tables, and returns its URL.
  static func migrated() async throws -> String {
    let url = try make()
    _ = try await StoreURL(url).migrate()
    return url
  }
}
