import Foundation
import QueueContracts
import X509

extension SignatureVerifier {
  /// The most certificates that a CMS may carry; a chain has fewer.
  private static let certificatesAtMost = 6
  /// The signing time may be at most this many seconds later than the submission, because clocks differ.
  private static let latestSeconds = 5.0 * 60

  func examine(cms text: String, of application: ApplicationSubmitted, _ trail: inout Trail) async throws {
    // The text must be the standard base64 of its bytes. Foundation's reader ignores unused bits, so it would accept a
    // second text for the same bytes.
    guard let bytes = Data(base64Encoded: text), bytes.base64EncodedString() == text,
      let message = try? SignedMessage(Array(bytes))
    else { throw trail.end(.encoding, "the CMS is not a SignedData in standard base64") }
    trail.passed(.encoding, "a CMS SignedData")
    guard message.signers.count == 1, let signer = message.signers.first else {
      throw trail.end(.signer, "the CMS does not have exactly one signer")
    }
    trail.passed(.signer, "one signer")
    let form = application.form.bytes
    guard message.contentType == .data, message.content.map({ $0.elementsEqual(form) }) ?? true else {
      throw trail.end(.content, "the content attached to the CMS is not the form")
    }
    trail.passed(.content, message.content == nil ? "detached" : "attached to this form")

    trail.signedAt = signer.attributes?.signingTime.map { Timestamp($0) }
    if message.isGOST || sendsEveryCMS {
      guard let node else { throw trail.end(.verifier, "GOST, and NCANODE_URL is not set", as: .unsupported) }
      try examineTime(of: application, &trail)
      let answer = try await node.verify(cms: text, form: form)
      return try answer.examine(application, &trail)
    }
    guard let digest = signer.digestAlgorithm.digest, message.digestAlgorithms.contains(signer.digestAlgorithm),
      let algorithm = Certificate.SignatureAlgorithm(signer.signatureAlgorithm, digest: digest)
    else { throw trail.end(.algorithm, "the algorithms are not RSA or ECDSA with SHA-256 or stronger") }
    trail.passed(.algorithm, algorithm.words)
    guard let anchors else { throw trail.end(.verifier, "EDS_TRUST_ROOTS is not set", as: .unsupported) }

    let certificate = try signed(form, by: signer, in: message, digest, algorithm, &trail)
    try examineTime(of: application, &trail)
    let submitted = application.submittedAt.date
    let times = trail.signedAt.map { [$0.date, submitted] } ?? [submitted]
    let issuers = try anchors.chain(from: certificate, over: message.certificates, at: times, &trail)
    try revocations.examine(certificate, issuers, at: submitted, isRequired: requiresLists, &trail)
    try SignerCertificate(certificate).examine(applicantIIN: application.form.form.applicant.iin, &trail)
  }

  /// Checks that the signing time is close to the time of submission.
  ///
  /// Otherwise the holder of an expired or revoked key could state a time at which the key was still good.
  private func examineTime(of application: ApplicationSubmitted, _ trail: inout Trail) throws(Trail.Failure) {
    guard let signedAt = trail.signedAt else {
      return trail.passed(.time, "the signer states no time; the time of submission counts")
    }
    let age = Double(application.submittedAt.milliseconds - signedAt.milliseconds) / 1000
    guard age <= maximumAgeSeconds, age >= -Self.latestSeconds else {
      let hours = Int(maximumAgeSeconds / 3600)
      throw trail.end(
        .time, "the signing time is not within \(hours) hours before or 5 minutes after the submission")
    }
    trail.passed(.time, "signed close to the time of submission")
  }

  /// Verifies the signature with the signer's key, and returns the signer's certificate.
  ///
  /// If the CMS has signed attributes, the signature covers them, and they must contain the digest of the form.
  private func signed(
    _ form: Data, by signer: MessageSigner, in message: SignedMessage, _ digest: MessageDigest,
    _ algorithm: Certificate.SignatureAlgorithm, _ trail: inout Trail
  ) throws(Trail.Failure) -> Certificate {
    if let attributes = signer.attributes {
      guard attributes.contentType == message.contentType, attributes.messageDigest.elementsEqual(digest.hash(form))
      else { throw trail.end(.digest, "the signed attributes are for other content than the form") }
      trail.passed(.digest, "the signed attributes are about this form")
    }
    guard message.certificates.count <= Self.certificatesAtMost else {
      throw trail.end(.chain, "the CMS carries more certificates than a chain needs")
    }
    guard let certificate = message.certificate(of: signer) else {
      throw trail.end(.signature, "the signer's certificate is missing or cannot be read")
    }
    let signedBytes = signer.attributes.map { Data($0.bytes) } ?? form
    guard
      certificate.publicKey.isValidSignature(signer.signature, for: signedBytes, signatureAlgorithm: algorithm)
    else { throw trail.end(.signature, "the signature is not by the key of the signer's certificate") }
    trail.passed(.signature, "by the key of the signer's certificate")
    return certificate
  }
}
