public import Foundation

/// What NCANode 3 answers to `POST /cms/verify`.
public enum NCANodeAnswer: Sendable {
  /// It could not read the CMS, or the digest in it is of something else (status 400).
  case refused
  case judged(Judgement)

  /// As far as it is read.
  ///
  /// Only `valid` has to be there. NCANode leaves out what it cannot read in a certificate, and a certificate that somebody
  /// made so must not pass for an NCANode that is down.
  public struct Judgement: Decodable, Sendable {
    let valid: Bool
    let signers: [Signer]?

    private enum CodingKeys: CodingKey {
      case valid, signers
    }

    /// Reads what can be read.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      valid = try values.decode(Bool.self, forKey: .valid)
      signers = try? values.decode([Signer].self, forKey: .signers)
    }

    struct Signer: Decodable, Sendable {
      let certificates: [Certificate]

      private enum CodingKeys: CodingKey {
        case certificates, signers
      }

      /// NCANode writes `certificates`; its OpenAPI page calls the same list `signers`.
      init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        certificates =
          try values.decodeIfPresent([Certificate].self, forKey: .certificates)
          ?? values.decode([Certificate].self, forKey: .signers)
      }
    }

    struct Certificate: Decodable, Sendable {
      let valid: Bool
      let keyUsage: String
      let keyUser: [String]
      let subject: Subject
    }

    struct Subject: Decodable, Sendable {
      let iin: String?
      let bin: String?
    }
  }

  /// Nil if this is no such answer.
  public init?(json: Data) {
    guard let judgement = try? JSONDecoder().decode(Judgement.self, from: json) else { return nil }
    self = .judged(judgement)
  }

  /// True if NCANode calls the signature valid.
  public var isValid: Bool {
    if case .judged(let judgement) = self { judgement.valid } else { false }
  }

  /// The same questions as to a certificate that is judged here.
  func examine(applicantIIN: String, _ trail: inout Trail) throws(Trail.End) {
    guard case .judged(let judgement) = self else {
      throw trail.end(.signature, "NCANode cannot read the CMS, or it is of another form")
    }
    guard judgement.valid else {
      throw trail.end(.signature, "NCANode says that the signature or its certificate is not valid")
    }
    guard let signers = judgement.signers else {
      throw trail.end(.verifier, "NCANode calls it valid and does not say all of whose it is", as: .unsupported)
    }
    // Without signers NCANode finds nothing wrong, and says that all of them are valid.
    guard signers.count == 1, signers[0].certificates.count == 1, let certificate = signers.first?.certificates.first
    else { throw trail.end(.signer, "NCANode does not see exactly one signer with a certificate") }
    guard certificate.valid else {
      throw trail.end(.signature, "NCANode says that the signature or its certificate is not valid")
    }
    trail.passed(.signature, "valid, says NCANode")
    guard !certificate.keyUser.contains("ORGANIZATION"), certificate.subject.bin?.isEmpty ?? true else {
      throw trail.end(.usage, "the certificate is an organisation's")
    }
    guard certificate.keyUser.contains("INDIVIDUAL") else {
      throw trail.end(.usage, "the certificate is no individual's")
    }
    guard certificate.keyUsage == "SIGN" else { throw trail.end(.usage, "the certificate is not for signing") }
    trail.passed(.usage, "an individual's, for signing")
    guard let iin = certificate.subject.iin, !iin.isEmpty else {
      throw trail.end(.identity, "the certificate's subject has no IIN")
    }
    guard iin == applicantIIN else {
      throw trail.end("the certificate is of somebody else than the applicant", signedBy: iin)
    }
    trail.passed(.identity, "the applicant")
  }
}
