import Dispatch
import Foundation
import QueueContracts
import WorkerBase

/// Documents as files in a folder (`DOCUMENTS_URL=file:///dir`).
struct FolderDocumentStore: DocumentStore {
  let readsInTurn = true
  private let root: String
  private let seconds: Double
  /// The queue for reads, apart from the cooperative pool: the folder may be on a network, and a read that hangs would
  /// block other tasks.
  private let queue = DispatchQueue(label: "qabyldau.documents", attributes: .concurrent)

  /// Creates a store; nothing is read yet.
  ///
  /// - Parameters:
  ///   - root: an absolute path, which need not exist yet: while it is missing, reads throw `EnvironmentDown`.
  ///   - seconds: the most seconds that reading the documents of one form may take; over 0.
  init(root: String, seconds: Double) {
    self.root = root
    self.seconds = seconds
  }

  func content(of reference: String, atMost limit: Int) async throws -> Data? {
    guard let reference = DocumentReference(reference) else { return nil }
    return try await reading { folder in try folder.file(reference, atMost: limit) }
  }

  /// Reads all documents on one thread, because a thread for each would cost more than reading most files.
  func findings<Finding: Sendable>(
    of documents: [AttachedDocument], _ look: @escaping @Sendable (AttachedDocument, Data?) -> Finding
  ) async throws -> [Finding] {
    try await reading { folder in
      try documents.map { document in
        let content = try DocumentReference(document.reference).flatMap {
          try folder.file($0, atMost: document.size + 1)
        }
        return look(document, content)
      }
    }
  }

  func isPresent() async -> Bool { (try? await reading { _ in true }) ?? false }

  private func reading<Value: Sendable>(
    _ read: @escaping @Sendable (borrowing OpenFolder) throws -> Value
  ) async throws -> Value {
    do {
      return try await within(seconds: seconds) { reply in
        queue.async { [root] in reply.settle(Result { try read(OpenFolder(root)) }) }
        return {}
      }
    } catch is TimedOut {
      throw DocumentFault(detail: "files were not read within \(seconds) s")
    }
  }
}
