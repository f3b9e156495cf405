import Foundation
import TestTools
import WorkerStore

extension TemporaryFolder {
  /// The file of the store that ``open(busySeconds:)`` opens; it need not exist.
  func file() -> URL { file("store.sqlite") }

  func open(busySeconds: Double = 5) async throws -> SQLiteStore {
    try await SQLiteStore.open(path: file().path, busySeconds: busySeconds)
  }
}
