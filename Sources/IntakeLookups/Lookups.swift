public import Admission
public import QueueContracts
import WorkerRuntime

/// Verifies the signature, then asks the registers, then reads the documents that are needed.
///
/// If the application has to wait for a register, no document is read. Otherwise all documents would be read again each
/// time that the application comes back.
public struct Lookups: FactFinder {
  let signatures: SignatureLookups
  let documents: DocumentLookups
  let registers: RegisterLookups
  let editions: RulesEditions

  /// Looks up the facts about the signature alone.
  public func signatureFacts(of application: ApplicationSubmitted) async throws -> Facts {
    try await signatures.facts(of: application)
  }

  /// Looks up the facts that the rules need, but reads no document if the application has to wait for a register.
  ///
  /// A register that is down is a fact and not an error, because the family may have attached a document instead.
  ///
  /// - Parameters:
  ///   - application: the application.
  ///   - signed: the facts about its signature.
  /// - Returns: the facts.
  /// - Throws: `MessageHeldUp` if the document store fails only for this application, or if `REGISTER_RATE` leaves no
  ///   time to ask a register; `EnvironmentDown` if the document store is down.
  public func facts(of application: ApplicationSubmitted, knowing signed: Facts) async throws -> Facts {
    // The registers are asked only about a form whose signer is known.
    guard [.genuine, .otherSigner].contains(signed.signature) else { return signed }
    var submission = Submission(
      form: application.form.form, facts: signed, edition: editions.inForce(at: application.submittedAt),
      submittedAt: application.submittedAt)
    do {
      submission.facts = try await registers.facts(of: submission)
    } catch is QuestionPace.Crowded {
      throw MessageHeldUp("register", detail: "more questions than REGISTER_RATE allows")
    }
    // Whether the application waits depends on which documents are attached, not on their content.
    if case .waitFor = IntakeRules.judge(submission) { return submission.facts }
    return try await documents.facts(of: submission, for: "\(application.applicationId)")
  }
}
