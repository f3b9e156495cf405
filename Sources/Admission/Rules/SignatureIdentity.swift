public import QueueContracts

/// The identity of a signature: one signer, one form, one signed time (contract 4.1: one signature, one application).
///
/// Two applications with the same ``key`` bear the same signature.
public struct SignatureIdentity: Sendable, Hashable {
  /// Lower-case hexadecimal SHA-256 of the signer's IIN, the signed form's SHA-256 and the signed time.
  ///
  /// If the signer stated no time, the time of submission is used instead.
  public let key: String
  /// The signed time: the CMS's `signingTime` or the attestation's `iat`; nil if the signer stated none.
  public let signedAt: Timestamp?
  /// False if the signature could not be verified yet; then anybody may have made it up.
  public let isVerified: Bool

  /// Creates the identity of a signature.
  public init(key: String, signedAt: Timestamp?, isVerified: Bool = true) {
    self.key = key
    self.signedAt = signedAt
    self.isVerified = isVerified
  }
}
