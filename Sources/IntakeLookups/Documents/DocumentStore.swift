import Foundation
import QueueContracts
import WorkerRuntime

/// The store of attached documents (contract, section 5).
protocol DocumentStore: Sendable {
  /// Reads at most `limit` bytes from the document's beginning; nil if the document does not exist or the reference is
  /// not safe.
  ///
  /// - Throws: ``DocumentFault`` if only this document cannot be read, `EnvironmentDown` if the store is down,
  ///   `CancellationError`.
  func content(of reference: String, atMost limit: Int) async throws -> Data?

  /// True if the documents of a form are best read one after another, not at the same time.
  var readsInTurn: Bool { get }

  /// Calls `look` with each document's content and returns the findings in the order of the documents.
  ///
  /// A document that is longer than described is cut one byte after the described length.
  ///
  /// - Throws: as ``content(of:atMost:)``.
  func findings<Finding: Sendable>(
    of documents: [AttachedDocument], _ look: @escaping @Sendable (AttachedDocument, Data?) -> Finding
  ) async throws -> [Finding]

  /// Checks whether the store is there.
  func isPresent() async -> Bool
}

extension DocumentStore {
  var readsInTurn: Bool { false }

  func findings<Finding: Sendable>(
    of documents: [AttachedDocument], _ look: @escaping @Sendable (AttachedDocument, Data?) -> Finding
  ) async throws -> [Finding] {
    var findings: [Finding] = []
    for document in documents {
      let content = try await content(of: document.reference, atMost: document.size + 1)
      findings.append(look(document, content))
    }
    return findings
  }
}

/// The error of a document that could not be read, for a reason that is not the family's fault.
struct DocumentFault: Error, Equatable {
  /// The reason, which never names a document.
  let detail: String
}

extension EnvironmentDown {
  /// The error of a document store that is down; the detail never names a document.
  static func documentStore(_ detail: String) -> EnvironmentDown { EnvironmentDown("document store", detail: detail) }
}
