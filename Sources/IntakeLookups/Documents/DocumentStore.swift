import Foundation
import WorkerRuntime

/// Where the attached documents lie (contract 5).
protocol DocumentStore: Sendable {
  /// The first `limit` bytes of the document, or all of it if it has no more; nil if there is no such document, or the
  /// reference may not be followed.
  ///
  /// - Throws: ``DocumentFault`` if this document was not to be had, `EnvironmentDown` if none is, `CancellationError`.
  func content(of reference: String, atMost limit: Int) async throws -> Data?

  /// True if the store is there.
  func isPresent() async -> Bool
}

/// One document could not be read, for a reason that says nothing about its citizen.
struct DocumentFault: Error, Equatable {
  /// It never names a document.
  let detail: String
}

extension EnvironmentDown {
  /// The detail never names a document.
  static func documentStore(_ detail: String) -> EnvironmentDown { EnvironmentDown("document store", detail: detail) }
}
