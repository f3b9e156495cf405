public import Foundation
import QueueContracts

/// The answer of NCANode 3 to `POST /cms/verify`.
public enum NCANodeAnswer: Sendable {
  /// NCANode could not read the CMS, or the CMS is for other bytes than the form (status 400).
  case refused
  /// NCANode judged the CMS.
  case judged(Judgement)

  /// The part of NCANode's judgement that is needed here.
  ///
  /// Only `valid` is required. NCANode leaves out what it cannot read in a certificate. If an answer with such gaps
  /// counted as no answer, anybody could make NCANode seem to be down by sending an odd certificate.
  public struct Judgement: Decodable, Sendable {
    let valid: Bool
    let signers: [Signer]?

    private enum CodingKeys: CodingKey {
      case valid, signers
    }

    /// Reads the judgement; if a signer cannot be read, `signers` is nil.
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

      /// Reads the list of certificates, which NCANode calls `certificates` and NCANode's OpenAPI page calls `signers`.
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
      let notBefore: Timestamp?
      let notAfter: Timestamp?
      let revocations: [Revocation]

      private enum CodingKeys: CodingKey {
        case valid, keyUsage, keyUser, subject, notBefore, notAfter, revocations
      }

      init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        valid = try values.decode(Bool.self, forKey: .valid)
        keyUsage = try values.decode(String.self, forKey: .keyUsage)
        keyUser = try values.decode([String].self, forKey: .keyUser)
        subject = try values.decode(Subject.self, forKey: .subject)
        notBefore = try? values.decode(Timestamp.self, forKey: .notBefore)
        notAfter = try? values.decode(Timestamp.self, forKey: .notAfter)
        revocations = (try? values.decode([Revocation].self, forKey: .revocations)) ?? []
      }
    }

    /// The answer of one of NCANode's sources, OCSP or a revocation list.
    struct Revocation: Decodable, Sendable {
      /// True if the source calls the certificate revoked; false also if the source gives no answer.
      let revoked: Bool
      let revocationTime: Timestamp?

      private enum CodingKeys: CodingKey {
        case revoked, revocationTime
      }

      init(from decoder: any Decoder) throws {
        let values = try decoder.container(keyedBy: CodingKeys.self)
        revoked = try values.decode(Bool.self, forKey: .revoked)
        revocationTime = try? values.decode(Timestamp.self, forKey: .revocationTime)
      }
    }

    struct Subject: Decodable, Sendable {
      let iin: String?
      let bin: String?
    }
  }

  /// Reads an answer with status 200; nil if it is not in NCANode's format.
  public init?(json: Data) {
    guard let judgement = try? JSONDecoder().decode(Judgement.self, from: json) else { return nil }
    self = .judged(judgement)
  }

  /// True if NCANode calls the signature valid.
  public var isValid: Bool {
    if case .judged(let judgement) = self { judgement.valid } else { false }
  }

  /// Examines the answer: the signature must be valid, and the certificate must be for signing and the applicant's own.
  func examine(_ application: ApplicationSubmitted, _ trail: inout Trail) throws(Trail.Failure) {
    guard case .judged(let judgement) = self else {
      throw trail.end(.signature, "NCANode cannot read the CMS, or it is for another form")
    }
    try Self.examine(judgement, of: application, &trail)
    guard let signers = judgement.signers else {
      throw trail.end(.verifier, "NCANode calls the signature valid, but does not say whose it is", as: .unsupported)
    }
    // NCANode calls a CMS without signers valid.
    guard signers.count == 1, signers[0].certificates.count == 1, let certificate = signers.first?.certificates.first
    else { throw trail.end(.signer, "NCANode does not see exactly one signer with a certificate") }
    trail.passed(.signature, "valid, says NCANode")
    guard !certificate.keyUser.contains("ORGANIZATION"), certificate.subject.bin?.isEmpty ?? true else {
      throw trail.end(.usage, "the certificate is an organisation's")
    }
    guard certificate.keyUser.contains("INDIVIDUAL") else {
      throw trail.end(.usage, "the certificate is not an individual's")
    }
    guard certificate.keyUsage == "SIGN" else { throw trail.end(.usage, "the certificate is not for signing") }
    trail.passed(.usage, "an individual's, for signing")
    guard let iin = certificate.subject.iin, !iin.isEmpty else {
      throw trail.end(.identity, "the certificate's subject has no IIN")
    }
    guard iin == application.form.form.applicant.iin else {
      throw trail.end("the certificate is of somebody else than the applicant", signedBy: iin)
    }
    trail.passed(.identity, "the applicant")
  }

  /// Distinguishes a judgement against the signature from an outage of one of NCANode's sources.
  ///
  /// NCANode calls a certificate invalid as soon as one of its sources gives no answer. If no certificate is revoked or
  /// expired in such a case, the family must not be refused.
  private static func examine(
    _ judgement: Judgement, of application: ApplicationSubmitted, _ trail: inout Trail
  ) throws(Trail.Failure) {
    let certificates = judgement.signers?.flatMap(\.certificates) ?? []
    let submitted = application.submittedAt
    let times = [trail.signedAt ?? submitted, submitted]
    for certificate in certificates {
      if let from = certificate.notBefore, times.contains(where: { $0 < from }) {
        throw trail.end(.validity, "the certificate was not valid yet when it signed")
      }
      if let until = certificate.notAfter, times.contains(where: { until < $0 }) {
        throw trail.end(.validity, "the certificate had expired at the time of submission")
      }
      // A revocation without a time counts as made before the submission.
      if certificate.revocations.contains(where: { $0.revoked && $0.revocationTime ?? submitted <= submitted }) {
        throw trail.end(.revocation, "the certificate was revoked by the time of submission, says NCANode")
      }
    }
    guard let bad = certificates.first(where: { !$0.valid }) else {
      guard judgement.valid else { throw trail.end(.signature, "NCANode says that the signature is not valid") }
      return
    }
    guard bad.revocations.isEmpty else {
      throw trail.end(
        .revocation,
        "NCANode calls the certificate invalid, and it is neither revoked nor expired: OCSP, lists or issuers may be down",
        as: .unknown)
    }
    throw trail.end(.signature, "NCANode says that the certificate is not valid")
  }
}
