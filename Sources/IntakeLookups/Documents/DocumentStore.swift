import Foundation
import WorkerRuntime

/// Where the attached documents lie (contract 5).
protocol DocumentStore: Sendable {
  /// The first `limit` bytes of the document, or all of it where it has no more; nil where there is no such document,
  /// or the reference may not be followed.
  ///
  /// - Throws: `EnvironmentDown` where the store is down or slow, `CancellationError`.
  func content(of reference: String, atMost limit: Int) async throws -> Data?
}

extension EnvironmentDown {
  /// The detail never names a document.
  static func documentStore(_ detail: String) -> EnvironmentDown { EnvironmentDown("document store", detail: detail) }
}
