public import Foundation

/// What NCANode 3 answers to `POST /cms/verify`.
public enum NCANodeAnswer: Sendable {
  /// It could not read the CMS, or the digest in it is of something else (status 400).
  case refused
  case judged(Judgement)

  /// As far as it is read.
  public struct Judgement: Decodable, Sendable {
    let valid: Bool
    let signers: [Signer]

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

  /// Nil where this is no such answer.
  public init?(json: Data) {
    guard let judgement = try? JSONDecoder().decode(Judgement.self, from: json) else { return nil }
    self = .judged(judgement)
  }

  /// The same questions as to a certificate that is judged here.
  func examine(applicantIIN: String, _ trail: inout Trail) throws(Trail.End) {
    guard case .judged(let judgement) = self else {
      throw trail.end(.signature, "NCANode cannot read the CMS, or it is of another form")
    }
    // Without signers NCANode finds nothing wrong, and says that all of them are valid.
    guard judgement.signers.count == 1, judgement.signers[0].certificates.count == 1,
      let certificate = judgement.signers.first?.certificates.first
    else { throw trail.end(.signer, "NCANode does not see exactly one signer with a certificate") }
    guard judgement.valid, certificate.valid else {
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
      throw trail.end(.identity, "the certificate is of somebody else than the applicant", as: .otherSigner)
    }
    trail.passed(.identity, "the applicant")
  }
}
