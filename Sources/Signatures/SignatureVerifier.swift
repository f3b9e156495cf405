public import QueueContracts

/// Says of an application whether its applicant signed its form (contract 4.1, S-step2).
///
/// What can be trusted is given to it; it reads no file, asks no clock and knows no broker. Only where a CMS goes to
/// NCANode does it wait for anybody.
public struct SignatureVerifier: Sendable {
  public var anchors: TrustAnchors?
  public var revocations: RevocationLists
  public var attestationKeys: AttestationKeys?
  public var node: (any CMSNode)?
  /// Whether every CMS goes to the node, and not only what cannot be verified here.
  public var sendsEveryCMS: Bool
  /// How long before the submission a CMS may say that it was signed, in seconds.
  public var maximumAgeSeconds = 24.0 * 3600
  /// Whether a signature is unsupported if an issuer of its chain has no revocation list here.
  public var requiresLists = false

  /// - Parameters:
  ///   - anchors: nil where no EDS can be verified here.
  ///   - attestationKeys: nil where no SMS attestation can be verified.
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

  /// Every check in its order, up to the first that decides.
  ///
  /// - Throws: what ``CMSNode/verify(cms:form:)`` throws where it gives no answer.
  public func judge(_ application: ApplicationSubmitted) async throws -> SignatureReport {
    var trail = Trail(application)
    do {
      switch application.signature {
      case .sms(let attestation): try examine(attestation: attestation, of: application, &trail)
      case .eds(let cms): try await examine(cms: cms, of: application, &trail)
      }
      return trail.report
    } catch let end as Trail.End {
      return end.report
    }
  }
}
