public import Admission
import QueueContracts

extension DocumentLookups {
  /// The submission's facts with what its documents are, in the order of the form.
  ///
  /// Only those that a rule looks at are read: one that nothing asks for refuses nobody, and holds nobody up.
  ///
  /// - Parameters:
  ///   - submission: with the registers' answers, which decide what copies are asked for.
  ///   - message: who asks, the same text for the same application.
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
