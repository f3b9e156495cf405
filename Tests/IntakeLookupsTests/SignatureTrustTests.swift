import Admission
import Foundation
import QueueContracts
import Samples
import TestSupport
import Testing
import TestTools
import WorkerBase

@testable import IntakeLookups

@Suite("Trusted certificates, revocation lists and keys, and their changes")
struct SignatureTrustTests {
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

  private func lines(_ words: String) -> [String] { log.lines.filter { $0.contains(words) } }

  /// An application that is signed by a key with a certificate of this authority.
  private func application(by authority: SampleAuthority = TestSigning.authority) -> ApplicationSubmitted {
    var application = Families.enrolment(1)
    application.signature = TestSigning.cms(of: application.form, at: application.submittedAt, by: authority)
    return application
  }

  @Test("At the start each certificate, revocation list and key is logged with its fingerprint, name and dates")
  func start() async throws {
    _ = try await lookups()
    let told = lines("info Trusted [")
    #expect(told.count == 5)
    #expect(told.count { $0.contains("detail: EDS_TRUST_ROOTS") && $0.contains("CN=QABYLDAU SAMPLE") } == 2)
    #expect(told.count { $0.contains("detail: EDS_CRLS") && $0.contains("valid_until: 2050-01-01T") } == 2)
    #expect(told.count { $0.contains("detail: SMS_ATTESTATION_KEYS") } == 1)
    #expect(told.allSatisfy { $0.contains("sha256: ") })
    #expect(lines("No revocation list").isEmpty)
  }

  @Test("After a change of a file only the items that came or went are logged")
  func change() async throws {
    let lookups = try await lookups()
    _ = try await lookups.fact(of: Families.enrolment(1))
    let next = SamplePortal()
    try folder.write(TestSigning.portal.publicKey + next.publicKey, to: "sms-attestation-keys.pem")
    #expect(try await lookups.fact(of: Families.enrolment(1)) == .genuine)
    #expect(lines("notice Trusted from now on").count == 1)
    #expect(lines("No longer trusted").isEmpty)
    try folder.write(next.publicKey, to: "sms-attestation-keys.pem")
    #expect(try await lookups.fact(of: Families.enrolment(1)) == .invalid)
    #expect(lines("notice No longer trusted").count == 1)
    #expect(lines("Trusted from now on").count == 1)
  }

  @Test(
    "If a file is removed or emptied, an error is logged and its last content stays in use", arguments: [true, false])
  func gone(isRemoved: Bool) async throws {
    let lookups = try await lookups()
    #expect(try await lookups.fact(of: application()) == .genuine)
    for name in ["sms-attestation-keys.pem", "eds-trust-roots.pem", "eds-crls.pem"] {
      if isRemoved { try folder.remove(name) } else { try folder.write("", to: name) }
    }
    #expect(try await lookups.fact(of: Families.enrolment(1)) == .genuine)
    #expect(try await lookups.fact(of: application()) == .genuine)
    let told = lines("error A file cannot be used; its last good content still counts")
    #expect(told.count == 3)
    #expect(told.allSatisfy { $0.contains(isRemoved ? "is missing" : "holds no PEM object") })
  }

  @Test("A worker does not start with a revocation list that its issuer has not signed")
  func foreignAtStart() async throws {
    let stranger = try SampleAuthority()
    try folder.write(stranger.revocationList(), to: "eds-crls.pem")
    let error = await #expect(throws: SettingsError.self) { try await lookups() }
    #expect(error?.key == "EDS_CRLS")
    #expect(error?.description.contains("has not signed it") ?? false, "\(error?.description ?? "")")
  }

  @Test("A new revocation list that its issuer has not signed is logged as an error, and the earlier lists stay in use")
  func foreignLater() async throws {
    let lookups = try await lookups()
    var revoked = Families.enrolment(1)
    let time = revoked.submittedAt.date
    let signer = try TestSigning.authority.signer(SampleCertificate(iin: revoked.form.form.applicant.iin))
    revoked.signature = .eds(cms: try signer.sign(revoked.form.bytes, at: time))
    try folder.write(
      TestSigning.authority.revocationList(revoked: [(signer.certificate, time)]), to: "eds-crls.pem")
    #expect(try await lookups.fact(of: revoked) == .invalid)
    try folder.write(try SampleAuthority().revocationList(), to: "eds-crls.pem")
    #expect(try await lookups.fact(of: revoked) == .invalid)
    #expect(try await lookups.fact(of: application()) == .genuine)
    #expect(lines("error A file cannot be used; its last good content still counts").count == 1)
    try folder.write(TestSigning.authority.emptyLists(), to: "eds-crls.pem")
    #expect(try await lookups.fact(of: revoked) == .genuine)
  }

  @Test("New roots count from the next application on; the old root's revocation lists are an error until replaced")
  func anotherRoot() async throws {
    let (lookups, stranger) = (try await lookups(), try SampleAuthority())
    #expect(try await lookups.fact(of: application(by: stranger)) == .invalid)
    try folder.write(stranger.roots(), to: "eds-trust-roots.pem")
    #expect(try await lookups.fact(of: application()) == .invalid)
    #expect(lines("error A file cannot be used; its last good content still counts").count == 1)
    #expect(lines("warning No revocation list is configured for an issuer").count == 2)
    try folder.write(stranger.emptyLists(), to: "eds-crls.pem")
    #expect(try await lookups.fact(of: application(by: stranger)) == .genuine)
    #expect(lines("warning No revocation list is configured for an issuer").count == 2)
    #expect(lines("No longer trusted").count == 4)
  }

  @Test("An issuer without a list is logged; if lists are required, signatures by its certificates are unsupported")
  func required() async throws {
    let listed = try await lookups(["EDS_CRLS": ""])
    #expect(lines("warning No revocation list is configured for an issuer").count == 2)
    #expect(try await listed.fact(of: application()) == .genuine)
    let required = try await lookups(["EDS_CRLS": "", "EDS_REVOCATION": "required"])
    guard case .unsupported(let finding) = try await required.fact(of: application()) else {
      Issue.record("without a list the signature must be unsupported")
      return
    }
    #expect(finding.contains("EDS_REVOCATION"))
    #expect(try await lookups(["EDS_REVOCATION": "required"]).fact(of: application()) == .genuine)
  }

  @Test("SIGNATURE_MAX_AGE_HOURS sets how old a CMS may be at submission")
  func age() async throws {
    var application = Families.enrolment(1)
    application.signature = TestSigning.cms(of: application.form, at: application.submittedAt.adding(seconds: -7200))
    #expect(try await lookups().fact(of: application) == .genuine)
    #expect(try await lookups(["SIGNATURE_MAX_AGE_HOURS": "1"]).fact(of: application) == .invalid)
  }

  @Test("The facts identify a signature only if it is valid")
  func use() async throws {
    let application = application()
    let facts = try await lookups().facts(of: application)
    let signedAt = try #require(facts.signatureIdentity?.signedAt)
    #expect(signedAt <= application.submittedAt && signedAt.adding(seconds: 86_400) > application.submittedAt)
    #expect(facts.signatureIdentity?.isVerified == true)
    var garbage = application
    garbage.signature = .eds(cms: "AAAA")
    #expect(try await lookups().facts(of: garbage).signatureIdentity == nil)
  }
}
