public import Foundation
public import QueueContracts

/// An application that a citizen makes: first the form is built, then it is signed, then the message is made.
///
/// Store ``id``, ``number``, ``submittedAt`` and the form's bytes before you let the citizen sign. If you build the
/// message from these values again after a crash, it is the same message.
public struct NewApplication: Sendable, PersonalData {
  /// The application's id.
  public let id: ApplicationID
  /// The number that citizens know the application by.
  public let number: ApplicationNumber
  /// The time of submission.
  public let submittedAt: Timestamp
  /// The form with the exact bytes that the citizen signs.
  public let form: SignedForm

  /// Creates an application after checking its fields against the contract's bounds (section 1).
  ///
  /// This prevents messages that the workers would park as undecodable.
  ///
  /// - Parameters:
  ///   - id: the application's id: a UUID that the portal makes once and keeps.
  ///   - number: the number that citizens know the application by: 1 to 32 digits, capital Latin letters, hyphens,
  ///     slashes.
  ///   - submittedAt: the time of submission.
  ///   - form: the form that the citizen filled in.
  /// - Throws: ``PublishError`` with the code `invalid` and the path of the field, never its value.
  public init(id: UUID, number: String, submittedAt: Date, form: ApplicationForm) throws(PublishError) {
    try self.init(id: id, number: number, submittedAt: submittedAt, signedBytes: WireCodec.encode(form))
  }

  /// Creates an application from the stored bytes of the form, which the citizen has signed.
  ///
  /// - Throws: ``PublishError`` with the code `invalid` and the path of the field, never its value.
  public init(id: UUID, number: String, submittedAt: Date, signedBytes: Data) throws(PublishError) {
    guard let number = ApplicationNumber(number) else { throw .invalid("number") }
    do throws(WireError) {
      _ = try WireCodec.decode(ApplicationForm.self, from: signedBytes)
    } catch {
      throw .invalid(error.path.isEmpty ? "form" : "form.\(error.path)")
    }
    guard let form = try? SignedForm(bytes: signedBytes) else { throw .invalid("form") }
    self.id = ApplicationID(uuid: id)
    self.number = number
    self.submittedAt = Timestamp(submittedAt)
    self.form = form
  }

  /// The message, with an attestation that the applicant confirmed the form by SMS password.
  ///
  /// - Parameters:
  ///   - key: the portal's key.
  ///   - phone: the number of the phone that received the SMS password.
  ///   - time: the time of the confirmation.
  /// - Returns: a message that is ready to be published.
  /// - Throws: ``PublishError`` with the code `invalid` or `misconfigured`.
  public func attested(
    by key: AttestationKey, phone: String, confirmedAt time: Date
  ) throws(PublishError) -> PortalMessage {
    let attestation = try key.attest(form, phone: phone, confirmedAt: Timestamp(time))
    return try message(.sms(attestation: attestation))
  }

  /// The message, with the applicant's own signature.
  ///
  /// - Parameter cms: a CMS SignedData over the form's bytes, detached or attached.
  /// - Returns: a message that is ready to be published.
  /// - Throws: ``PublishError`` with the code `invalid` and the path of the field, never its value.
  public func signed(cms: Data) throws(PublishError) -> PortalMessage {
    try message(.eds(cms: cms.base64EncodedString()))
  }

  private func message(_ signature: Signature) throws(PublishError) -> PortalMessage {
    try PortalMessage(
      submitting: ApplicationSubmitted(
        applicationId: id, number: number, submittedAt: submittedAt, form: form, signature: signature))
  }
}
