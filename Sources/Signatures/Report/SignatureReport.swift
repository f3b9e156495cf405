public import QueueContracts

/// What was checked of a signature, and what follows.
///
/// Nothing in it names a person: it may be logged.
public struct SignatureReport: Sendable, Equatable {
  public let verdict: SignatureVerdict
  /// In the order in which they were made; the last one decided.
  public let steps: [Step]
  /// How many signatures of certificates were verified.
  public let chainChecks: Int
  /// What the signature was used up by, if it counts as used; nil if it is invalid.
  public let use: Use?

  /// One check.
  public struct Step: Sendable, Equatable {
    public let check: SignatureCheck
    public let passed: Bool
    /// What was found, in words for an operator.
    public let finding: String
  }

  /// One signature of one signer over one form, whatever bytes it is written in (contract 4.1: one signature, one
  /// application).
  public struct Use: Sendable, Equatable {
    /// Lower-case hexadecimal SHA-256 of the signer's IIN, the form's SHA-256 and the time.
    ///
    /// The time is ``signedAt``; without one, the time of submission stands for it.
    public let digest: String
    /// As the signer signed it: the CMS's `signingTime`, the attestation's `iat`; nil if the signer did not say.
    public let signedAt: Timestamp?
    /// False if nobody could verify the signature yet: then the signer is who the form says, and the time what the message
    /// says.
    public let isProven: Bool
  }

  /// The check that decided against the signature; nil where it is genuine.
  public var failure: Step? { steps.last.flatMap { $0.passed ? nil : $0 } }
}

/// What is known of a signature.
public enum SignatureVerdict: Sendable, Equatable {
  case genuine
  /// Not the signature of this form by anybody who may sign it.
  case invalid
  /// Genuine, but another's than the applicant's.
  case otherSigner
  /// Nobody here can verify it: an operator's to mend, never the citizen's.
  case unsupported
  /// It cannot be said now: what would tell is out of date.
  case unknown
}

/// The checks, by the names that operators read.
public enum SignatureCheck: String, Sendable, CaseIterable {
  /// It can be read.
  case encoding
  /// One signer.
  case signer
  /// Attached content is the form.
  case content
  /// Known and strong enough.
  case algorithm
  /// Something here can verify it.
  case verifier
  /// The signed attributes are about the form.
  case digest
  case signature
  /// A chain of certificates leads to a trusted root.
  case chain
  /// The certificates were valid when it was signed and when it was submitted.
  case validity
  case revocation
  /// The certificate is an individual's, for signing.
  case usage
  /// The attestation is about the form.
  case form
  /// It was signed about the time of submission.
  case time
  /// The signer is the applicant.
  case identity
}
