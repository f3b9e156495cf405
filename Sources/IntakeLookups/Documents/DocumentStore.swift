import Foundation
import QueueContracts
import WorkerRuntime

/// Where the attached documents lie (contract 5).
protocol DocumentStore: Sendable {
  /// The first `limit` bytes of the document, or all of it if it has no more; nil if there is no such document, or the
  /// reference may not be followed.
  ///
  /// - Throws: ``DocumentFault`` if this document was not to be had, `EnvironmentDown` if none is, `CancellationError`.
  func content(of reference: String, atMost limit: Int) async throws -> Data?

  /// True if the documents of a form are read best one after another, in one turn.
  var readsInTurn: Bool { get }

  /// What `look` makes of each document's content, in their order; of a document longer than it claims to be, the
  /// content is one byte longer than that.
  ///
  /// - Throws: as ``content(of:atMost:)``.
  func looking<Finding: Sendable>(
    at documents: [AttachedDocument], _ look: @escaping @Sendable (AttachedDocument, Data?) -> Finding
  ) async throws -> [Finding]

  /// True if the store is there.
  func isPresent() async -> Bool
}

extension DocumentStore {
  var readsInTurn: Bool { false }

  func looking<Finding: Sendable>(
    at documents: [AttachedDocument], _ look: @escaping @Sendable (AttachedDocument, Data?) -> Finding
  ) async throws -> [Finding] {
    var findings: [Finding] = []
    for document in documents {
      let content = try await content(of: document.reference, atMost: document.size + 1)
      findings.append(look(document, content))
    }
    return findings
  }
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
