import Admission
import Logging
import QueueContracts
import Signatures
import WorkerBase

/// Verifies signatures by the keys, certificates and revocation lists in the configured files.
///
/// A file is read again when it changes.
struct SignatureLookups: Sendable {
  /// The trusted certificates and the revocation lists; nil if no EDS can be verified here.
  let eds: Locked<EDSTrust>?
  /// The portal's keys; nil if no attestation can be verified.
  let attestations: Locked<AttestationTrust>?
  let node: NCANodeClient?
  let sendsEveryCMS: Bool
  /// The longest time from the signing of a CMS to the submission of its application, in seconds.
  let maximumAgeSeconds: Double
  let requiresLists: Bool
  let logger: Logger

  /// Verifies the signature.
  ///
  /// - Throws: `MessageHeldUp` if NCANode is needed and gives no answer about this signature, `EnvironmentDown` if
  ///   every CMS goes to NCANode and it is down.
  func fact(of application: ApplicationSubmitted) async throws -> SignatureFact {
    try await facts(of: application).signature
  }

  /// Verifies the signature and returns ``Facts/signature`` and ``Facts/signatureIdentity``.
  ///
  /// - Throws: as ``fact(of:)``.
  func facts(of application: ApplicationSubmitted) async throws -> Facts {
    let kind = SignatureKind(of: application.signature).rawValue
    let report = try await LookupMetrics.shared.measuring(.signatureChecks, .signatureSeconds, ("kind", kind)) {
      try await verifier(for: application.applicationId).judge(application)
    } word: {
      $0.verdict.word
    }
    if let failure = report.failure { logFailure(failure, report.verdict, of: application) }
    let finding = report.failure?.finding ?? ""
    let fact: SignatureFact =
      switch report.verdict {
      case .genuine: .genuine
      case .invalid: .invalid
      case .otherSigner: .otherSigner
      case .unsupported: .unsupported(finding)
      case .unknown: .unknown(finding)
      }
    let identity = report.identity.map {
      SignatureIdentity(key: $0.digest, signedAt: $0.signedAt, isVerified: $0.isVerified)
    }
    return Facts(signature: fact, signatureIdentity: identity)
  }

  /// A verifier with the latest usable content of the files.
  private func verifier(for application: ApplicationID) -> SignatureVerifier {
    let trusted = eds?.using { $0.latest() }
    var verifier = SignatureVerifier(
      anchors: trusted?.anchors, revocations: trusted?.revocations ?? RevocationLists(),
      attestationKeys: attestations?.using { $0.latest() } ?? nil,
      node: node.map { NCANodeCall(client: $0, message: "\(application)", isNeededByAll: sendsEveryCMS) },
      sendsEveryCMS: sendsEveryCMS)
    verifier.maximumAgeSeconds = maximumAgeSeconds
    verifier.requiresLists = requiresLists
    return verifier
  }

  /// Logs a failed check: at level `notice` if the signature is not accepted, at level `error` if an operator must act.
  private func logFailure(
    _ failure: SignatureReport.Step, _ verdict: SignatureVerdict, of application: ApplicationSubmitted
  ) {
    let isOurs = [.unsupported, .unknown].contains(verdict)
    logger.log(
      level: isOurs ? .error : .notice,
      isOurs ? "A signature cannot be verified" : "A signature is not accepted",
      metadata: [
        LogKey.applicationId: "\(application.applicationId)", LogKey.reason: "\(failure.check.rawValue)",
        LogKey.detail: "\(failure.finding)",
      ])
  }
}
