/// The signature of a form (contract, section 4.1; clause S-step2).
///
/// Decoding accepts any text. If the text is garbage, the application is refused later as `signature.invalid`.
public enum Signature: Codable, Sendable, Equatable, PersonalData {
  /// An electronic digital signature: base64 of a CMS SignedData, detached or attached.
  case eds(cms: String)
  /// A compact JWS, ES256, in which the portal attests that the citizen gave the right SMS password.
  case sms(attestation: String)

  private enum Method: String, Codable {
    case eds, sms
  }

  private enum CodingKeys: CodingKey {
    case method, cms, attestation
  }

  /// Reads the method, and the text that belongs to it.
  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    switch try values.decode(Method.self, forKey: .method) {
    case .eds: self = .eds(cms: try values.decode(String.self, forKey: .cms))
    case .sms: self = .sms(attestation: try values.decode(String.self, forKey: .attestation))
    }
  }

  /// Writes the method, and the text that belongs to it.
  public func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .eds(let cms):
      try values.encode(Method.eds, forKey: .method)
      try values.encode(cms, forKey: .cms)
    case .sms(let attestation):
      try values.encode(Method.sms, forKey: .method)
      try values.encode(attestation, forKey: .attestation)
    }
  }
}
