public import QueueContracts

/// Verifies that an application's form was signed by its applicant (contract 4.1, S-step2).
///
/// The verifier is given everything that it trusts, and uses no file, clock or broker. It waits only for NCANode, and
/// only for a CMS that NCANode has to verify.
public struct SignatureVerifier: Sendable {
  /// The trusted certificates; nil if no EDS can be verified here.
  public var anchors: TrustAnchors?
  /// The revocation lists of the trusted issuers.
  public var revocations: RevocationLists
  /// The portal's keys; nil if no SMS attestation can be verified.
  public var attestationKeys: AttestationKeys?
  /// NCANode, for a CMS that cannot be verified here; nil if NCANode is not used.
  public var node: (any CMSNode)?
  /// True if every CMS goes to ``node``; false if only a CMS that cannot be verified here goes there.
  public var sendsEveryCMS: Bool
  /// The longest time from the signing of a CMS to the submission of its application, in seconds.
  public var maximumAgeSeconds = 24.0 * 3600
  /// True if a signature is unsupported when an issuer in its chain has no revocation list.
  public var requiresLists = false

  /// Creates a verifier from everything that it is to trust.
  public init(
    anchors: TrustAnchors? = nil, revocations: RevocationLists = RevocationLists(),
    attestationKeys: AttestationKeys? = nil, node: (any CMSNode)? = nil, sendsEveryCMS: Bool = false
  ) {
    self.anchors = anchors
    self.revocations = revocations
    self.attestationKeys = attestationKeys
    self.node = node
    self.sendsEveryCMS = sendsEveryCMS
  }

  /// Makes the checks in order, up to the first that fails.
  ///
  /// - Throws: the error of ``CMSNode/verify(cms:form:)`` if NCANode gives no answer.
  public func judge(_ application: ApplicationSubmitted) async throws -> SignatureReport {
    var trail = Trail(application)
    do {
      switch application.signature {
      case .sms(let attestation): try examine(attestation: attestation, of: application, &trail)
      case .eds(let cms): try await examine(cms: cms, of: application, &trail)
      }
      return trail.report
    } catch let failure as Trail.Failure {
      return failure.report
    }
  }
}
