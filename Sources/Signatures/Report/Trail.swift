import Crypto
import QueueContracts

/// The steps of the examination of one application's signature, collected while the examination goes on.
struct Trail {
  private let application: ApplicationSubmitted
  private var steps: [SignatureReport.Step] = []
  /// The time of signing that the signer stated; nil if none is stated, or if the signature is not read yet.
  var signedAt: Timestamp?
  /// The number of certificates whose own signatures were checked.
  var chainChecks = 0
  /// The IIN of the signer, if another person than the applicant signed; else nil.
  private var otherSigner: String?

  /// The error that ends the examination, with the report on the signature.
  struct Failure: Error {
    let report: SignatureReport
  }

  /// The SHA-256 of the form's bytes, in lower-case hexadecimal digits; computed once.
  private(set) lazy var formDigest = SHA256.hash(data: application.form.bytes).hexDigits

  init(_ application: ApplicationSubmitted) { self.application = application }

  /// The report on a genuine signature; ask for it only after every check has passed.
  var report: SignatureReport {
    mutating get { report(.genuine) }
  }

  mutating func passed(_ check: SignatureCheck, _ finding: String) {
    steps.append(.init(check: check, passed: true, finding: finding))
  }

  mutating func end(_ check: SignatureCheck, _ finding: String, as verdict: SignatureVerdict = .invalid) -> Failure {
    steps.append(.init(check: check, passed: false, finding: finding))
    return Failure(report: report(verdict))
  }

  /// Ends the examination, because another person than the applicant signed.
  mutating func end(_ finding: String, signedBy signer: String) -> Failure {
    otherSigner = signer
    return end(.identity, finding, as: .otherSigner)
  }

  private mutating func report(_ verdict: SignatureVerdict) -> SignatureReport {
    SignatureReport(
      verdict: verdict, steps: steps, chainChecks: chainChecks, identity: verdict == .invalid ? nil : identity(verdict))
  }

  private mutating func identity(_ verdict: SignatureVerdict) -> SignatureReport.Identity {
    let parts = [
      otherSigner ?? application.form.form.applicant.iin, formDigest,
      "\((signedAt ?? application.submittedAt).milliseconds)",
    ]
    return SignatureReport.Identity(
      digest: SHA256.hash(data: Array(parts.joined(separator: " ").utf8)).hexDigits, signedAt: signedAt,
      isVerified: verdict != .unsupported && steps.contains { $0.check == .signature && $0.passed })
  }
}
