public import Admission
import QueueContracts

extension DocumentLookups {
  /// Reads the documents of a submission, and adds what was found to the submission's facts.
  ///
  /// Only documents that a rule looks at are read. Other documents can neither refuse nor delay the application.
  ///
  /// - Parameters:
  ///   - submission: the form with the registers' answers, which decide which documents are needed.
  ///   - message: the application's id as a text, the same at each attempt; ``ServiceMonitor`` tells messages apart by
  ///     it.
  /// - Returns: the facts, with one fact for each document in the order of the form; documents that were not needed are
  ///   `notOpened`.
  /// - Throws: as ``facts(of:for:)``.
  public func facts(of submission: Submission, for message: String) async throws -> Facts {
    let documents = submission.form.documents
    let judged = submission.judgedDocuments
    var facts = submission.facts
    facts.documents = [DocumentFact](repeating: .notOpened, count: documents.count)
    for (index, fact) in zip(judged, try await self.facts(of: judged.map { documents[$0] }, for: message)) {
      facts.documents[index] = fact
    }
    if !judged.isEmpty { facts.times.documents = .now }
    return facts
  }
}
