import Foundation
import QueueContracts
import Samples
import Signatures
import Testing

@Suite("Answers of NCANode")
struct NCANodeTests {
  private struct Node: CMSNode {
    let answer: NCANodeAnswer

    func verify(cms: String, form: Data) async throws -> NCANodeAnswer { answer }
  }

  static func answer(
    valid: Bool = true, certificateValid: Bool = true, iin: String = Signed.iin, bin: String? = nil,
    keyUser: [String] = ["INDIVIDUAL", "IDENTIFICATION_REMOTE_DIGITAL_ID"], keyUsage: String = "SIGN", signers: Int = 1,
    key: String = "certificates", revoked: String = #"{"revoked": false, "by": "OCSP"}"#,
    from: String = "2026-01-02T08:38:13.000+00:00", until: String = "2027-01-02T08:38:13.000+00:00"
  ) -> String {
    let subject = #"{"commonName": "ҮЛГІ АДАМ", "iin": "\#(iin)"\#(bin.map { #", "bin": "\#($0)""# } ?? "")}"#
    let users = keyUser.map { "\"\($0)\"" }.joined(separator: ",")
    let certificate = """
      {"valid": \(certificateValid), "revocations": [\(revoked)], "notBefore": "\(from)", "notAfter": "\(until)",
       "keyUsage": "\(keyUsage)",
       "keyUser": [\(users)], "subject": \(subject), "issuer": {"commonName": "ҰКО 3.0 (GOST)"}}
      """
    let signer = #"{"\#(key)": [\#(certificate)], "tsp": null}"#
    return """
      {"status": 200, "message": "OK", "valid": \(valid),
       "signers": [\(Array(repeating: signer, count: signers).joined(separator: ","))]}
      """
  }

  /// The good answer with one JSON key renamed, so that nobody reads its value.
  static func without(_ key: String, valid: Bool = true) -> String {
    answer(valid: valid).replacingOccurrences(of: "\"\(key)\"", with: "\"other\"")
  }

  private static let active = #"{"revoked": false, "by": "OCSP", "revocationTime": null}"#

  private static func revoked(at time: String) -> String { #"{"revoked": true, "revocationTime": "\#(time)"}"# }

  /// NCANode's answer if one of its sources does not confirm that the certificate is active.
  static func away(_ sources: String = active) -> String {
    answer(valid: false, certificateValid: false, revoked: sources)
  }

  static let cases: [(String, String, SignatureVerdict, SignatureCheck?)] = [
    ("a good answer", answer(), .genuine, nil),
    ("a good answer in the format of the OpenAPI page", answer(key: "signers"), .genuine, nil),
    ("a signature that is not valid", answer(valid: false), .invalid, .signature),
    (
      "a certificate that is not valid, but neither revoked nor expired: a source is away", away(), .unknown,
      .revocation
    ),
    (
      "a certificate that is not valid, with two sources: one is away", away(active + "," + active), .unknown,
      .revocation
    ),
    ("a revoked certificate", away(#"{"revoked": true, "by": "CRL"}"#), .invalid, .revocation),
    (
      "a certificate that one source calls revoked while the other is away", away(active + "," + #"{"revoked": true}"#),
      .invalid, .revocation
    ),
    (
      "a certificate that was revoked before the submission", away(revoked(at: "2026-04-01T04:00:00.000+00:00")),
      .invalid, .revocation
    ),
    (
      "a certificate that was revoked after the submission", away(revoked(at: "2026-04-01T04:00:01.000+00:00")),
      .unknown, .revocation
    ),
    ("a revoked certificate whose time of revocation cannot be read", away(revoked(at: "soon")), .invalid, .revocation),
    ("a certificate that is not valid, with no source asked", away(""), .invalid, .signature),
    (
      "a certificate that expired before the submission",
      answer(valid: false, certificateValid: false, until: "2026-03-31T00:00:00.000Z"), .invalid,
      .validity
    ),
    (
      "a certificate that expired after the submission",
      answer(valid: false, certificateValid: false, until: "2026-05-01T00:00:00.000Z"), .unknown,
      .revocation
    ),
    ("a certificate that was not valid yet", answer(from: "2026-04-02T00:00:00.000Z"), .invalid, .validity),
    ("a certificate without readable dates", answer(from: "", until: "soon"), .genuine, nil),
    ("a CMS without a signer, which NCANode calls valid", answer(signers: 0), .invalid, .signer),
    ("a CMS with two signers", answer(signers: 2), .invalid, .signer),
    ("an organisation's certificate", answer(keyUser: ["ORGANIZATION", "CEO"]), .invalid, .usage),
    ("a certificate with an organisation's BIN", answer(bin: "950341000052"), .invalid, .usage),
    ("a certificate without a kind of user", answer(keyUser: []), .invalid, .usage),
    ("a certificate for authentication", answer(keyUsage: "AUTH"), .invalid, .usage),
    ("a certificate without an IIN", answer(iin: ""), .invalid, .identity),
    (
      "a certificate without a subject, which NCANode leaves out if it cannot read it", without("subject"),
      .unsupported, .verifier
    ),
    (
      "a signature that is not valid, by a certificate without a subject", without("subject", valid: false), .invalid,
      .signature
    ),
    ("a certificate without a key usage", without("keyUsage"), .unsupported, .verifier),
    ("a certificate whose list of users is missing", without("keyUser"), .unsupported, .verifier),
    ("an answer that says only that the signature is valid", #"{"valid": true}"#, .unsupported, .verifier),
    ("an answer that says only that the signature is not valid", #"{"valid": false}"#, .invalid, .signature),
    ("another person's certificate", answer(iin: Signed.otherIIN), .otherSigner, .identity),
  ]

  @Test("NCANode's answer is judged by the same rules as a CMS that the worker verifies", arguments: cases.indices)
  func judged(index: Int) async throws {
    let (name, json, verdict, check) = Self.cases[index]
    let answer = try #require(NCANodeAnswer(json: Data(json.utf8)), "\(name)")
    let cms = SampleSigner.pretendingGOST(try Signed.signer().sign(Signed.form.bytes))
    let report = try await Signed.judge(cms: cms, by: Signed.verifier { $0.node = Node(answer: answer) })
    #expect(report.verdict == verdict, "\(name)")
    #expect(report.failure?.check == check, "\(name)")
    // If one of NCANode's sources is away, NCANode does not say whether the signature itself is good.
    #expect(report.identity?.isVerified ?? false == [.genuine, .otherSigner].contains(verdict), "\(name)")
  }

  @Test("A CMS that contains another form is refused without asking NCANode, which would verify that other form")
  func attached() async throws {
    let cms = SampleSigner.pretendingGOST(try Signed.signer().sign(Signed.otherForm.bytes, attached: true))
    let answer = try #require(NCANodeAnswer(json: Data(Self.answer().utf8)))
    let report = try await Signed.judge(cms: cms, by: Signed.verifier { $0.node = Node(answer: answer) })
    #expect(report.failure?.check == .content)
  }

  @Test("Only signatures that the worker cannot verify itself go to NCANode, or every CMS if that is configured")
  func scope() async throws {
    let cms = try Signed.signer().sign(Signed.form.bytes)
    let verifier = Signed.verifier { $0.node = Node(answer: .refused) }
    #expect(try await Signed.judge(cms: cms, by: verifier).verdict == .genuine)
    let everything = Signed.verifier {
      $0.node = Node(answer: .refused)
      $0.sendsEveryCMS = true
    }
    #expect(try await Signed.judge(cms: cms, by: everything).failure?.check == .signature)
  }

  @Test("A CMS whose signing time is far from the submission is refused before NCANode is asked")
  func window() async throws {
    let time = Signed.submittedAt.date - 86_401
    let cms = SampleSigner.pretendingGOST(try Signed.signer().sign(Signed.form.bytes, at: time))
    let answer = try #require(NCANodeAnswer(json: Data(Self.answer().utf8)))
    let report = try await Signed.judge(cms: cms, by: Signed.verifier { $0.node = Node(answer: answer) })
    #expect((report.verdict, report.failure?.check) == (.invalid, .time))
    // Without NCANode, a signature with any signing time is unsupported.
    #expect(try await Signed.judge(cms: cms).verdict == .unsupported)
  }

  @Test(
    "A text that is not in NCANode's format is not an answer", arguments: ["", "[]", "{}", #"{"valid": 1}"#, "<html>"])
  func garbage(json: String) { #expect(NCANodeAnswer(json: Data(json.utf8)) == nil) }
}
