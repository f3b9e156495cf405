public import Admission
public import QueueContracts

/// Verifies the signature, then looks up documents and registers, all of them at once.
public struct Lookups: FactFinder {
  let signatures: SignatureLookups
  let documents: DocumentLookups
  let registers: RegisterLookups

  /// - Throws: `EnvironmentDown` where the document store or NCANode is down or slow. A register that is down is a fact about the
  ///   form, not an outage: a copy may be attached.
  public func facts(of application: ApplicationSubmitted) async throws -> Facts {
    let signature = try await signatures.fact(of: application)
    // Nobody is asked about a form that its applicant has not signed.
    guard [.genuine, .otherSigner].contains(signature) else { return Facts(signature: signature) }
    let form = application.form.form
    async let documentFacts = documents.facts(of: form.documents)
    async let answers = registers.facts(of: form)
    var facts = await answers
    facts.signature = signature
    facts.documents = try await documentFacts
    return facts
  }
}
