import ArgumentParser
import Foundation
import IntakeLookups
import Operations
import QueueContracts
import Signatures
import WorkerRuntime

/// Explains step by step whether an application is signed by its applicant.
struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Explain an application's signature step by step.",
    discussion: """
      Reads a body of application.submitted.v1 and judges its signature as the intake worker does, by EDS_TRUST_ROOTS, \
      EDS_CRLS, EDS_REVOCATION, SIGNATURE_MAX_AGE_HOURS and SMS_ATTESTATION_KEYS. It does not ask NCANode. Exits 0 if \
      the signature is the applicant's, 1 if it is not or cannot be verified. Nothing that it prints names a person.
      """)

  @Argument(help: "A file with the body of an application.submitted.v1.")
  var file: String

  @OptionGroup var printing: OutputOptions

  func run() async throws {
    let application = try InputFile.decode(
      ApplicationSubmitted.self, from: try InputFile.read(file), of: file, what: "an application.submitted.v1")
    let report = try await verifier(try await Connections.settings()).judge(application)
    printing.show(PrintedReport(report), text: PrintedReport(report).text)
    if let failure = report.failure {
      throw Failure.couldNotBeDone("The signature is not accepted: \(failure.check.rawValue), \(failure.finding).")
    }
  }

  private func verifier(_ settings: Settings) throws(Failure) -> SignatureVerifier {
    let anchors = try trusted("EDS_TRUST_ROOTS", settings) { content throws(TrustProblem) in
      try TrustAnchors(pem: content)
    }
    let revocations = try trusted("EDS_CRLS", settings) { content throws(TrustProblem) in
      let file = try RevocationListFile(pem: content)
      return try anchors.map { anchors throws(TrustProblem) in try RevocationLists(file, of: anchors) }
    }
    var verifier = SignatureVerifier(
      anchors: anchors, revocations: (revocations ?? nil) ?? RevocationLists(),
      attestationKeys: try trusted("SMS_ATTESTATION_KEYS", settings) { content throws(TrustProblem) in
        try AttestationKeys(pem: content)
      })
    do throws(SettingsError) {
      verifier.maximumAgeSeconds = try settings.signatureAgeSeconds
      verifier.requiresLists = try settings.requiresRevocationLists
    } catch {
      throw .badInput(error.description)
    }
    return verifier
  }

  private func trusted<Value>(
    _ key: String, _ settings: Settings, read: (Data) throws(TrustProblem) -> Value
  ) throws(Failure) -> Value? {
    guard let path = settings.text(key) else { return nil }
    let content = try InputFile.read(path)
    do throws(TrustProblem) { return try read(content) } catch {
      throw .badInput("\(key) names a file that \(error.text).")
    }
  }
}

/// A report as it is printed.
private struct PrintedReport: Encodable {
  struct Step: Encodable {
    let check: String
    let passed: Bool
    let finding: String
  }

  let verdict: String
  let steps: [Step]

  init(_ report: SignatureReport) {
    verdict =
      switch report.verdict {
      case .genuine: "genuine"
      case .invalid: ReasonCode.signatureInvalid.rawValue
      case .otherSigner: ReasonCode.signatureSignerMismatch.rawValue
      case .unsupported: ParkingCode.signatureUnsupported.rawValue
      case .unknown: "unknown"
      }
    steps = report.steps.map { Step(check: $0.check.rawValue, passed: $0.passed, finding: $0.finding) }
  }

  var text: String {
    var table = Table("", "CHECK", "FINDING")
    for step in steps { table.add(step.passed ? "✓" : "✗", step.check, step.finding) }
    return "\(table.text)\n\n\(verdict)"
  }
}
