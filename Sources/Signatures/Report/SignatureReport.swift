public import QueueContracts

/// The checks of a signature, and their verdict.
///
/// The report names no person, so it may be logged.
public struct SignatureReport: Sendable, Equatable {
  /// The verdict on the signature.
  public let verdict: SignatureVerdict
  /// The checks in the order in which they were made; the last one decided.
  public let steps: [Step]
  /// The number of checks of an issuer's signature on a certificate.
  public let chainChecks: Int
  /// The identity of the signature, by which its use for a second application is found; nil if the signature is
  /// invalid.
  public let identity: Identity?

  /// One check.
  public struct Step: Sendable, Equatable {
    /// The name of the check.
    public let check: SignatureCheck
    /// True if the signature passed the check.
    public let passed: Bool
    /// The finding, in words for an operator.
    public let finding: String
  }

  /// The identity of a signature: one signer, one form, one signed time (contract 4.1).
  ///
  /// A signature is valid for one application. Another encoding of the same signature has the same identity.
  public struct Identity: Sendable, Equatable {
    /// The SHA-256 of the signer's IIN, the form's SHA-256 and the signed time, in lower-case hexadecimal digits.
    ///
    /// If the signer stated no time, the time of submission is used instead.
    public let digest: String
    /// The signed time: the CMS's `signingTime` or the attestation's `iat`; nil if the signer stated none.
    public let signedAt: Timestamp?
    /// True if the signature was verified.
    ///
    /// If the signature could not be verified yet, the signer is taken from the form and the time from the unverified
    /// signature.
    public let isVerified: Bool
  }

  /// The check that decided against the signature; nil if it is genuine.
  public var failure: Step? { steps.last.flatMap { $0.passed ? nil : $0 } }
}

/// The verdict on a signature.
public enum SignatureVerdict: Sendable, Equatable {
  /// The applicant signed this form.
  case genuine
  /// The signature is not genuine.
  case invalid
  /// The signature is genuine, but not the applicant's.
  case otherSigner
  /// The workers lack a key, a root or a service to verify the signature; an operator must supply it, and the family is
  /// not refused.
  case unsupported
  /// There is no verdict yet, because a revocation list is out of date or a service that NCANode asks gave no answer.
  case unknown
}

/// A check of a signature, by the name that operators read.
public enum SignatureCheck: String, Sendable, CaseIterable {
  /// The signature can be read.
  case encoding
  /// There is one signer.
  case signer
  /// The attached content is the form.
  case content
  /// The algorithm is known and strong enough.
  case algorithm
  /// The workers are configured to verify signatures of this kind.
  case verifier
  /// The signed attributes hold the form's digest.
  case digest
  /// The signature is by the signer's key.
  case signature
  /// A chain of certificates leads to a trusted root.
  case chain
  /// The certificates were valid at the times of signing and submission.
  case validity
  /// No certificate was revoked by the time of submission.
  case revocation
  /// The certificate is an individual's, for signing.
  case usage
  /// The attestation is about the form.
  case form
  /// The form was signed close to the time of submission.
  case time
  /// The signer is the applicant.
  case identity
}
