/// The result of verifying a form's signature (S-step2).
public enum SignatureFact: Sendable, Equatable {
  /// The applicant signed this form.
  case genuine
  /// The signature is not genuine; nothing further is judged.
  case invalid
  /// The signature is genuine, but not the applicant's.
  case otherSigner
  /// The workers cannot verify the signature until an operator acts; the text says what is wrong.
  ///
  /// The application is parked for the operator and is not refused.
  case unsupported(String)
  /// The signature cannot be verified now, for the reason in the text; the application waits.
  case unknown(String)
}
