public import Foundation

/// A form together with the exact bytes that the citizen signed.
///
/// A signature is checked against ``bytes``, never against JSON that was written anew from ``form``.
public struct SignedForm: Codable, Sendable, Equatable, PersonalData {
  /// The JSON that was signed, byte by byte.
  public let bytes: Data
  /// The form that the bytes hold.
  public let form: ApplicationForm

  /// Reads the form from the signed bytes.
  ///
  /// - Throws: `DecodingError` with the path of the field if the bytes hold no form.
  public init(bytes: Data) throws(DecodingError) {
    self.bytes = bytes
    form = try WireCodec.decodeInner(ApplicationForm.self, from: bytes)
  }

  /// Writes a form as the ``bytes`` that are then signed.
  public init(_ form: ApplicationForm) {
    bytes = WireCodec.encode(form)
    self.form = form
  }

  /// Reads standard base64, then the form in it.
  ///
  /// If the form does not decode, the error's path leads from the whole message to the field, so it begins with `form`.
  public init(from decoder: any Decoder) throws {
    let text = try decoder.singleValueContainer().decode(String.self)
    guard let bytes = Base64.standard.decode(text) else { throw decoder.wrong("standard base64") }
    do {
      try self.init(bytes: bytes)
    } catch {
      throw error.inside(decoder.codingPath)
    }
  }

  /// Writes the bytes in standard base64.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(Base64.standard.encode(bytes))
  }
}
