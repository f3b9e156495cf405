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

  /// The good answer without one part of the certificate: under another name it is none.
  static func without(_ key: String, valid: Bool = true) -> String {
    answer(valid: valid).replacingOccurrences(of: "\"\(key)\"", with: "\"other\"")
  }

  private static let active = #"{"revoked": false, "by": "OCSP", "revocationTime": null}"#

  private static func revoked(at time: String) -> String { #"{"revoked": true, "revocationTime": "\#(time)"}"# }

  /// What NCANode says if a source of it does not call the certificate active.
  static func away(_ sources: String = active) -> String {
    answer(valid: false, certificateValid: false, revoked: sources)
  }

  static let cases: [(String, String, SignatureVerdict, SignatureCheck?)] = [
    ("good", answer(), .genuine, nil),
    ("as the OpenAPI page has it", answer(key: "signers"), .genuine, nil),
    ("not valid", answer(valid: false), .invalid, .signature),
    ("neither revoked nor expired, and not valid: its sources are away", away(), .unknown, .revocation),
    ("one of two sources is away", away(active + "," + active), .unknown, .revocation),
    ("revoked", away(#"{"revoked": true, "by": "CRL"}"#), .invalid, .revocation),
    ("revoked by one source, and the other is away", away(active + "," + #"{"revoked": true}"#), .invalid, .revocation),
    ("revoked before the submission", away(revoked(at: "2026-04-01T04:00:00.000+00:00")), .invalid, .revocation),
    ("revoked after it", away(revoked(at: "2026-04-01T04:00:01.000+00:00")), .unknown, .revocation),
    ("revoked at no time", away(revoked(at: "soon")), .invalid, .revocation),
    ("nothing was asked", away(""), .invalid, .signature),
    (
      "expired before", answer(valid: false, certificateValid: false, until: "2026-03-31T00:00:00.000Z"), .invalid,
      .validity
    ),
    (
      "expired since", answer(valid: false, certificateValid: false, until: "2026-05-01T00:00:00.000Z"), .unknown,
      .revocation
    ),
    ("not yet", answer(from: "2026-04-02T00:00:00.000Z"), .invalid, .validity),
    ("no dates", answer(from: "", until: "soon"), .genuine, nil),
    ("no signer, which NCANode calls valid", answer(signers: 0), .invalid, .signer),
    ("two signers", answer(signers: 2), .invalid, .signer),
    ("organisation", answer(keyUser: ["ORGANIZATION", "CEO"]), .invalid, .usage),
    ("organisation's number", answer(bin: "950341000052"), .invalid, .usage),
    ("nobody's", answer(keyUser: []), .invalid, .usage),
    ("authentication", answer(keyUsage: "AUTH"), .invalid, .usage),
    ("no IIN", answer(iin: ""), .invalid, .identity),
    ("no subject, which NCANode leaves out when it cannot read it", without("subject"), .unsupported, .verifier),
    ("no subject, and not valid", without("subject", valid: false), .invalid, .signature),
    ("no usage", without("keyUsage"), .unsupported, .verifier),
    ("no users", without("keyUser"), .unsupported, .verifier),
    ("nothing but that it is valid", #"{"valid": true}"#, .unsupported, .verifier),
    ("nothing but that it is not", #"{"valid": false}"#, .invalid, .signature),
    ("another's", answer(iin: Signed.otherIIN), .otherSigner, .identity),
  ]

  @Test("Each answer is judged like a certificate here", arguments: cases.indices)
  func judged(index: Int) async throws {
    let (name, json, verdict, check) = Self.cases[index]
    let answer = try #require(NCANodeAnswer(json: Data(json.utf8)), "\(name)")
    let cms = SampleSigner.pretendingGOST(try Signed.signer().sign(Signed.form.bytes))
    let report = try await Signed.judge(cms: cms, by: Signed.verifier { $0.node = Node(answer: answer) })
    #expect(report.verdict == verdict, "\(name)")
    #expect(report.failure?.check == check, "\(name)")
  }

  @Test("A CMS attached to another form is refused before NCANode is asked, which judges what is attached")
  func attached() async throws {
    let cms = SampleSigner.pretendingGOST(try Signed.signer().sign(Signed.otherForm.bytes, attached: true))
    let answer = try #require(NCANodeAnswer(json: Data(Self.answer().utf8)))
    let report = try await Signed.judge(cms: cms, by: Signed.verifier { $0.node = Node(answer: answer) })
    #expect(report.failure?.check == .content)
  }

  @Test("Only signatures that cannot be verified here go to NCANode, or all if configured")
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

  @Test("A CMS that says a time far from the submission is refused before NCANode is asked")
  func window() async throws {
    let time = Signed.submittedAt.date - 86_401
    let cms = SampleSigner.pretendingGOST(try Signed.signer().sign(Signed.form.bytes, at: time))
    let answer = try #require(NCANodeAnswer(json: Data(Self.answer().utf8)))
    let report = try await Signed.judge(cms: cms, by: Signed.verifier { $0.node = Node(answer: answer) })
    #expect((report.verdict, report.failure?.check) == (.invalid, .time))
    // Nobody can tell yet, and an operator has to mend it in any case.
    #expect(try await Signed.judge(cms: cms).verdict == .unsupported)
  }

  @Test("Anything else is not an answer", arguments: ["", "[]", "{}", #"{"valid": 1}"#, "<html>"])
  func garbage(json: String) { #expect(NCANodeAnswer(json: Data(json.utf8)) == nil) }
}
