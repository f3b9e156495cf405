public import Admission
public import QueueContracts

/// Looks up documents and registers, all of them at once.
public struct Lookups: FactFinder {
  let documents: DocumentLookups
  let registers: RegisterLookups

  /// - Throws: `EnvironmentDown` where the document store is down or slow. A register that is down is a fact about the
  ///   form, not an outage: a copy may be attached.
  public func facts(of application: ApplicationSubmitted) async throws -> Facts {
    let form = application.form.form
    async let documentFacts = documents.facts(of: form.documents)
    async let answers = registers.facts(of: form)
    var facts = await answers
    facts.documents = try await documentFacts
    return facts
  }
}
