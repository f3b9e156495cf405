import Foundation
import WorkerStore

/// A folder for one test's files, which is removed after the test.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// A file in the folder; it need not exist.
  func file(_ name: String = "store.sqlite") -> URL { url.appending(path: name, directoryHint: .notDirectory) }

  func open(busySeconds: Double = 5) async throws -> SQLiteStore {
    try await SQLiteStore.open(path: file().path, busySeconds: busySeconds)
  }
}
