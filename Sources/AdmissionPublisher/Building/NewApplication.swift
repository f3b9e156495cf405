public import Foundation
public import QueueContracts

/// An application that a citizen is filling in: first its form, then its signature, then the message.
///
/// Keep ``id``, ``number``, ``submittedAt`` and the form's bytes before you let the citizen sign: built again from them,
/// after a crash, it is the same message.
public struct NewApplication: Sendable, PersonalData {
  public let id: ApplicationID
  public let number: ApplicationNumber
  public let submittedAt: Timestamp
  /// With the exact bytes that the citizen signs.
  public let form: SignedForm

  /// Checks the fields against the contract's bounds (section 1), so that nothing is published that would be parked.
  ///
  /// - Parameters:
  ///   - id: names the application for ever; a UUID that the portal makes once.
  ///   - number: what citizens call it: 1 to 32 digits, capital Latin letters, hyphens, slashes.
  ///   - submittedAt: when the citizen submits it.
  ///   - form: what the citizen filled in.
  /// - Throws: ``PublishError`` with the code `invalid` and the path of the field, never its value.
  public init(id: UUID, number: String, submittedAt: Date, form: ApplicationForm) throws(PublishError) {
    try self.init(id: id, number: number, submittedAt: submittedAt, signedBytes: WireCodec.encode(form))
  }

  /// Reads a form from the bytes that were kept, which are those that the citizen has signed.
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
  ///   - key: the portal's.
  ///   - phone: the phone that got the code.
  ///   - time: when the code was confirmed.
  public func attested(
    by key: AttestationKey, phone: String, confirmedAt time: Date
  ) throws(PublishError) -> PortalMessage {
    let attestation = try key.attest(form, phone: phone, confirmedAt: Timestamp(time))
    return try message(.sms(attestation: attestation))
  }

  /// The message, with the applicant's own signature.
  ///
  /// - Parameter cms: a CMS SignedData over the form's bytes, detached or attached.
  public func signed(cms: Data) throws(PublishError) -> PortalMessage {
    try message(.eds(cms: cms.base64EncodedString()))
  }

  private func message(_ signature: Signature) throws(PublishError) -> PortalMessage {
    try PortalMessage(
      submitting: ApplicationSubmitted(
        applicationId: id, number: number, submittedAt: submittedAt, form: form, signature: signature))
  }
}
