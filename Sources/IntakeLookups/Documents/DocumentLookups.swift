public import Admission
import Foundation
public import QueueContracts
import WorkerRuntime

/// Fetches and checks the documents of a form, several at once.
public struct DocumentLookups: Sendable {
  /// All documents of one form together, in bytes.
  ///
  /// It is many times what the rules allow, so that documents that are merely too large are still judged, and bounds
  /// what a form can make this process read. What lies beyond is not read to its end, and so is unreadable.
  static let limit = 64 << 20

  let store: any DocumentStore
  /// Shared by every form that is being judged.
  let slots: AsyncSemaphore
  /// For all documents of one form together, waiting for their turn included.
  let seconds: Double

  /// In the order of the form.
  ///
  /// - Throws: `EnvironmentDown` where the store is down or slow, `CancellationError`.
  public func facts(of documents: [AttachedDocument]) async throws -> [DocumentFact] {
    do {
      return try await within(seconds: seconds) { try await inOrder(documents) }
    } catch is TimedOut {
      throw EnvironmentDown.documentStore("the documents of one form took over \(seconds) s")
    }
  }

  private func inOrder(_ documents: [AttachedDocument]) async throws -> [DocumentFact] {
    try await withThrowingTaskGroup(of: (Int, DocumentFact).self) { group in
      var facts = [DocumentFact](repeating: .unreadable, count: documents.count)
      var left = Self.limit
      for (index, document) in documents.enumerated() where document.size <= left {
        left -= document.size
        group.addTask { (index, try await fact(of: document)) }
      }
      for try await (index, fact) in group { facts[index] = fact }
      return facts
    }
  }

  private func fact(of document: AttachedDocument) async throws -> DocumentFact {
    // One byte more than claimed tells a longer document, however long, without reading it.
    try await LookupMetrics.measuring(.lookups, .lookupSeconds, ("lookup", "document")) {
      let content = try await slots.occupying {
        try await store.content(of: document.reference, atMost: document.size + 1)
      }
      return DocumentCheck.fact(of: content, claimed: document)
    } word: {
      $0.word
    }
  }
}
