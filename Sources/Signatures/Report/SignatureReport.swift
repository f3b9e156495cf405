public import QueueContracts

/// The checks of a signature, and what follows from them.
///
/// Nothing in it names a person, so it may be logged.
public struct SignatureReport: Sendable, Equatable {
  /// The verdict on the signature.
  public let verdict: SignatureVerdict
  /// The checks in the order in which they were made; the last one decided.
  public let steps: [Step]
  /// The number of signatures of certificates that were verified.
  public let chainChecks: Int
  /// The use of the signature, if it counts as used; nil if it is invalid.
  public let use: Use?

  /// One check.
  public struct Step: Sendable, Equatable {
    /// The name of the check.
    public let check: SignatureCheck
    /// True if the check did not decide against the signature.
    public let passed: Bool
    /// The finding, in words for an operator.
    public let finding: String
  }

  /// One signature of one signer over one form, whatever bytes it is written in (contract 4.1).
  ///
  /// One signature is used for one application.
  public struct Use: Sendable, Equatable {
    /// The SHA-256 of the signer's IIN, the form's SHA-256 and the time, in lower-case hexadecimal digits.
    ///
    /// The time is ``signedAt``; without one, the time of submission stands for it.
    public let digest: String
    /// The signed time: the CMS's `signingTime` or the attestation's `iat`; nil if the signer did not say.
    public let signedAt: Timestamp?
    /// True if the signature was verified.
    ///
    /// If nobody could verify it yet, the signer is taken from the form, and the time from the message.
    public let isProven: Bool
  }

  /// The check that decided against the signature; nil if it is genuine.
  public var failure: Step? { steps.last.flatMap { $0.passed ? nil : $0 } }
}

/// The verdict on a signature.
public enum SignatureVerdict: Sendable, Equatable {
  /// The applicant signed this form.
  case genuine
  /// The form is signed by nobody who may sign it.
  case invalid
  /// The signature is genuine, but not the applicant's.
  case otherSigner
  /// The workers cannot verify the signature: an operator's to mend, never the citizen's.
  case unsupported
  /// The verdict cannot be told now, because what would tell is out of date.
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
  /// Something here can verify the signature.
  case verifier
  /// The signed attributes are about the form.
  case digest
  /// The signature is by the signer's key.
  case signature
  /// A chain of certificates leads to a trusted root.
  case chain
  /// The certificates were valid when it was signed and when it was submitted.
  case validity
  /// No certificate was revoked by the time of submission.
  case revocation
  /// The certificate is an individual's, for signing.
  case usage
  /// The attestation is about the form.
  case form
  /// The form was signed about the time of submission.
  case time
  /// The signer is the applicant.
  case identity
}
