public import Admission
public import QueueContracts
import WorkerRuntime

/// Verifies the signature, then asks the registers, then reads the documents that are asked for.
///
/// While a register is awaited no document is read: the application comes again, and would have them all read each time.
public struct Lookups: FactFinder {
  let signatures: SignatureLookups
  let documents: DocumentLookups
  let registers: RegisterLookups
  let editions: RulesEditions

  public func signatureFacts(of application: ApplicationSubmitted) async throws -> Facts {
    try await signatures.facts(of: application)
  }

  /// What the rules need to know of an application; without documents if it has to wait for a register.
  ///
  /// - Parameter signed: what is known of its signature.
  /// - Throws: `MessageHeldUp` if the document store fails this application alone, or it finds no turn to ask a register;
  ///   `EnvironmentDown` if the store is down. A register that is down is a fact about the form, not an outage: a copy may
  ///   be attached.
  public func facts(of application: ApplicationSubmitted, knowing signed: Facts) async throws -> Facts {
    // Nobody is asked about a form that its applicant has not signed.
    guard [.genuine, .otherSigner].contains(signed.signature) else { return signed }
    var submission = Submission(
      form: application.form.form, facts: signed, edition: editions.inForce(at: application.submittedAt),
      submittedAt: application.submittedAt)
    let crowding = RegisterCrowding()
    submission.facts = await RegisterCrowding.$current.withValue(crowding) { [submission] in
      await registers.facts(of: submission)
    }
    guard !crowding.isNoted else {
      throw MessageHeldUp("register", detail: "more questions than REGISTER_RATE allows")
    }
    // Whether a copy is attached decides it, and not what the copy holds.
    if case .waitFor = IntakeRules.judge(submission) { return submission.facts }
    return try await documents.facts(of: submission, for: "\(application.applicationId)")
  }
}
