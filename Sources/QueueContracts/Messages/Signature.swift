/// How a form was signed (contract 4.1; clause S-step2).
///
/// What is in the texts is judged later: garbage there is a refusal, `signature.invalid`.
public enum Signature: Codable, Sendable, Equatable, PersonalData {
  /// Base64 of a CMS SignedData, detached or attached.
  case eds(cms: String)
  /// A JWS, compact, ES256, in which the portal attests that the citizen gave the right SMS password.
  case sms(attestation: String)

  private enum Method: String, Codable {
    case eds, sms
  }

  private enum CodingKeys: CodingKey {
    case method, cms, attestation
  }

  public init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: CodingKeys.self)
    switch try values.decode(Method.self, forKey: .method) {
    case .eds: self = .eds(cms: try values.decode(String.self, forKey: .cms))
    case .sms: self = .sms(attestation: try values.decode(String.self, forKey: .attestation))
    }
  }

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
