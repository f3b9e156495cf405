import Admission
import Foundation
import HTTPTypes
import QueueContracts
import Samples
import TestSupport
import Testing
import TestTools
import WorkerBase
import WorkerRuntime

@testable import IntakeLookups
@testable import IntakeWorker

@Suite("IntakeWorker's verification of signatures")
struct SignatureLookupTests {
  let folder: TemporaryFolder
  let log = TestLog()
  private let settings: [String: String]

  init() throws {
    folder = try TemporaryFolder()
    settings = try TestSigning.settings(in: folder)
  }

  func lookups(_ change: [String: String] = [:]) async throws(SettingsError) -> SignatureLookups {
    try await SignatureLookups(Settings(settings.merging(change) { $1 }), logger: log.logger)
  }

  /// An application that is signed with the EDS; if `gost` is true, the CMS claims to be GOST.
  static func application(gost: Bool = false) -> ApplicationSubmitted {
    var application = Families.enrolment(1)
    application.signature = TestSigning.cms(of: application.form, at: application.submittedAt)
    if gost, case .eds(let cms) = application.signature {
      application.signature = .eds(cms: SampleSigner.pretendingGOST(cms))
    }
    return application
  }

  @Test("A genuine signature is accepted; a forged signature is refused and logged without the applicant's IIN")
  func verified() async throws {
    let lookups = try await lookups()
    #expect(try await lookups.fact(of: Families.enrolment(1)) == .genuine)
    #expect(try await lookups.fact(of: Self.application()) == .genuine)
    var forged = Self.application()
    forged.signature = TestSigning.cms(of: forged.form, at: forged.submittedAt, by: try SampleAuthority())
    #expect(try await lookups.fact(of: forged) == .invalid)
    var swapped = Families.enrolment(1)
    swapped.signature = Families.enrolment(2).signature
    #expect(try await lookups.fact(of: swapped) == .invalid)
    let told = log.lines.filter { $0.contains("is not accepted") }
    #expect(told.count == 2)
    #expect(told[0].hasPrefix("notice") && told[0].contains("reason: chain"))
    #expect(!log.lines.contains { $0.contains(forged.form.form.applicant.iin) })
  }

  @Test("Attestation keys, trust roots and revocation lists are read again when their files change")
  func reloaded() async throws {
    let lookups = try await lookups()
    #expect(try await lookups.fact(of: Families.enrolment(1)) == .genuine)
    try folder.write(SamplePortal().publicKey, to: "sms-attestation-keys.pem")
    #expect(try await lookups.fact(of: Families.enrolment(1)) == .invalid)
    try folder.write("broken", to: "sms-attestation-keys.pem")
    #expect(try await lookups.fact(of: Families.enrolment(1)) == .invalid)
    try folder.write(TestSigning.portal.publicKey, to: "sms-attestation-keys.pem")
    #expect(try await lookups.fact(of: Families.enrolment(1)) == .genuine)

    let application = Self.application()
    #expect(try await lookups.fact(of: application) == .genuine)
    let stale = try TestSigning.authority.revocationList(nextUpdate: application.submittedAt.date - 1)
    try folder.write(stale, to: "eds-crls.pem")
    guard case .unknown = try await lookups.fact(of: application) else {
      Issue.record("the verdict must be unknown if the list is out of date")
      return
    }
    #expect(log.lines.contains { $0.hasPrefix("error A signature cannot be verified") })
  }

  @Test("An application whose signature the worker cannot verify is parked with an alert and not refused")
  func unsupported() async throws {
    let gost = try await lookups().fact(of: Self.application(gost: true))
    #expect(gost == .unsupported("GOST, and NCANODE_URL is not set"))
    #expect(gost.outcome == .park(.signatureUnsupported, detail: "GOST, and NCANODE_URL is not set"))
    let noRoots = try await lookups(["EDS_TRUST_ROOTS": ""])
    #expect(try await noRoots.fact(of: Self.application()) == .unsupported("EDS_TRUST_ROOTS is not set"))
    let noKeys = try await lookups(["SMS_ATTESTATION_KEYS": ""])
    #expect(try await noKeys.fact(of: Families.enrolment(1)) == .unsupported("SMS_ATTESTATION_KEYS is not set"))
    #expect(log.lines.count { $0.hasPrefix("error A signature cannot be verified") } == 3)
  }

  @Test("A GOST signature is sent to NCANode with the form, and judged by NCANode's answer")
  func gost() async throws {
    let application = Self.application(gost: true)
    guard case .eds(let cms) = application.signature else { return }
    let asked = Shared<[String: String]>([:])
    let answer = Shared(Self.answer(iin: ""))
    try await TestServer.run(
      answering: { request in
        let object = try JSONSerialization.jsonObject(with: request.bodyData) as? [String: Any] ?? [:]
        asked.change { $0 = object.compactMapValues { $0 as? String } }
        guard request.method == .post, let body = answer.value else { return HTTPResponse(400) }
        return HTTPResponse(200, body: Data(body.utf8))
      }
    ) { server, base in
      let lookups = try await lookups(["NCANODE_URL": base])
      answer.change { $0 = Self.answer(iin: "", valid: false, revoked: true) }
      #expect(try await lookups.fact(of: application) == .invalid)
      #expect(server.targets == ["/cms/verify"])
      #expect(asked.value == ["cms": cms, "data": application.form.bytes.base64EncodedString()])
      answer.change { $0 = nil }
      #expect(try await lookups.fact(of: application) == .invalid)
      answer.change { $0 = Self.answer(iin: Families.iin(77, adult: true)) }
      #expect(try await self.lookups(["NCANODE_URL": base]).fact(of: application) == .otherSigner)
      answer.change { $0 = #"{"valid": true, "signers": [{"certificates": [{"valid": true}]}]}"# }
      guard case .unsupported = try await self.lookups(["NCANODE_URL": base]).fact(of: application) else {
        Issue.record("an answer without a part must be unsupported")
        return
      }
      #expect(server.targets.count == 4)
      // The worker remembers which CMS NCANode called valid, so it does not ask again if the application comes again.
      answer.change { $0 = Self.answer(iin: application.form.form.applicant.iin) }
      for _ in 0..<3 { #expect(try await lookups.fact(of: application) == .genuine) }
      #expect(server.targets.count == 5)
      // A CMS that the worker can verify itself goes to NCANode only if `NCANODE_FOR` is `all`.
      #expect(try await lookups.fact(of: Self.application()) == .genuine)
      #expect(server.targets.count == 5)
      let everything = try await self.lookups(["NCANODE_URL": base, "NCANODE_FOR": "all"])
      answer.change { $0 = nil }
      #expect(try await everything.fact(of: Self.application()) == .invalid)
    }
  }

  @Test("If the OCSP service that NCANode asks does not answer, the application waits and is not refused")
  func sourcesAway() async throws {
    let answer = Self.answer(iin: Self.application().form.form.applicant.iin, valid: false) ?? ""
    try await TestServer.run(answering: { _ in HTTPResponse(200, body: Data(answer.utf8)) }) { _, base in
      let fact = try await lookups(["NCANODE_URL": base]).fact(of: Self.application(gost: true))
      guard case .unknown(let finding) = fact, case .retry = fact.outcome else {
        Issue.record("\(fact)")
        return
      }
      #expect(finding.contains("OCSP"))
    }
  }

  @Test("NCANODE_URL may be plain HTTP only on this machine, because others on the network could change an answer")
  func plainHTTP() async throws {
    for address in [
      "http://ncanode:14579", "http://10.0.0.7", "http://127.0.0.1.example.kz", "HTTP://nca.example", "http://[::2]",
      "http://128.0.0.1", "http://localhost.example", "http://[::ffff:10.0.0.7]", "http://[0:0:0:0:0:0:0:2]",
    ] {
      let error = await #expect(throws: SettingsError.self) { try await lookups(["NCANODE_URL": address]) }
      #expect(error?.description.contains("plain http:// address of another machine") ?? false, "\(address)")
    }
    for address in [
      "http://127.0.0.1:14579", "http://127.8.0.9", "http://localhost:1", "http://[::1]:1", "https://nca.kz",
      "http://[::ffff:127.0.0.1]:1", "http://[0:0:0:0:0:0:0:1]:1", "http://nca.localhost:1",
    ] {
      await #expect(throws: Never.self, "\(address)") { try await lookups(["NCANODE_URL": address]) }
    }
  }

  @Test(
    "If NCANode is up but gives no answer about one CMS, the application with this CMS waits",
    arguments: ["500", "404", "slow", "riddle"])
  func heldUp(kind: String) async throws {
    try await TestServer.run(
      answering: { request in
        guard request.path == "/cms/verify" else { return HTTPResponse(404) }
        switch kind {
        case "500": return HTTPResponse(500)
        case "404": return HTTPResponse(404)
        case "slow": try await Task.sleep(for: .seconds(5))
        default: break
        }
        return HTTPResponse(200, body: Data("{}".utf8))
      }
    ) { _, base in
      let lookups = try await lookups(["NCANODE_URL": base, "NCANODE_TIMEOUT_SECONDS": "1"])
      let application = Self.application(gost: true)
      for _ in 0..<4 {
        let error = await #expect(throws: MessageHeldUp.self) { try await lookups.fact(of: application) }
        #expect(error?.what == "NCANode" && error?.detail.contains("200") == false)
      }
    }
  }

  @Test(
    "If NCANode is down, applications signed with GOST wait; if every CMS goes to NCANode, all applications wait",
    arguments: ["down", "503"])
  func outage(kind: String) async throws {
    try await TestServer.run(answering: { _ in HTTPResponse(503) }) { _, base in
      let settings = [
        "NCANODE_URL": kind == "down" ? "http://127.0.0.1:1" : base, "NCANODE_TIMEOUT_SECONDS": "1",
      ]
      let gost = try await lookups(settings)
      await #expect(throws: MessageHeldUp.self) { try await gost.fact(of: Self.application(gost: true)) }
      #expect(try await gost.fact(of: Families.enrolment(1)) == .genuine)
      let all = try await lookups(settings.merging(["NCANODE_FOR": "all"]) { $1 })
      await #expect(throws: EnvironmentDown.self) { try await all.fact(of: Self.application(gost: true)) }
    }
  }

  @Test(
    "The error for a setting that cannot be used names the setting and what is wrong",
    arguments: [
      ("EDS_TRUST_ROOTS", "/nowhere.pem", "is missing"), ("EDS_TRUST_ROOTS", "FOLDER/eds-crls.pem", "other than"),
      ("EDS_CRLS", "FOLDER/eds-trust-roots.pem", "other than"),
      ("SMS_ATTESTATION_KEYS", "FOLDER/eds-crls.pem", "other than"), ("NCANODE_URL", "localhost", "http://"),
      ("NCANODE_FOR", "all", "NCANODE_URL"), ("NCANODE_FOR", "some", "one of"),
      ("EDS_REVOCATION", "all", "one of"), ("SIGNATURE_MAX_AGE_HOURS", "0", "1"), ("NCANODE_TIMEOUT_SECONDS", "0", "1"),
    ])
  func settings(key: String, value: String, says: String) async {
    let error = await #expect(throws: SettingsError.self) {
      try await lookups([key: value.replacing("FOLDER", with: folder.path)])
    }
    #expect(error?.key == key && error?.description.contains(says) ?? false, "\(error?.description ?? "")")
  }

  @Test("A worker does not start if its settings allow no signature to be verified")
  func nothing() async {
    let error = await #expect(throws: SettingsError.self) {
      try await lookups(["EDS_TRUST_ROOTS": "", "SMS_ATTESTATION_KEYS": ""])
    }
    #expect(error?.description.contains("SMS_ATTESTATION_KEYS") ?? false)
  }

  /// An answer in the format of NCANode's documentation.
  private static func answer(iin: String, valid: Bool = true, revoked: Bool = false) -> String? {
    """
    {"status": 200, "message": "OK", "valid": \(valid), "signers": [{"certificates": [{
      "valid": \(valid), "revocations": [{"revoked": \(revoked), "by": "OCSP", "revocationTime": null, "reason": null}],
      "notBefore": "2026-01-02T08:38:13.000+00:00", "notAfter": "2027-01-02T08:38:13.000+00:00", "keyUsage": "SIGN",
      "serialNumber": "60ba4568ae98fa522a13fa711c6cb60c69bee2c4", "signAlg": "ECGOST3410-2015-512",
      "keyUser": ["INDIVIDUAL"], "publicKey": "AQ==", "signature": "AQ==",
      "subject": {"commonName": "ҮЛГІ АДАМ", "iin": "\(iin)", "country": "KZ", "gender": "NONE"},
      "issuer": {"commonName": "ҮЛГІ ОРТАЛЫҚ", "country": "KZ"}}], "tsp": null}]}
    """
  }
}
