import Crypto
import Admission
import Foundation
import QueueContracts
import RabbitBroker
import Samples
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

@Suite("Nobody applies in another's name", .serialized, .timeLimit(.minutes(3)))
struct SignatureJourneyTests {
  @Test(
    "An application with a forged signature, or with another person's, is refused; one with a GOST signature is parked")
  func journeys() async throws {
    let system = try await AdmissionSystem()
    var eds = Families.enrolment(1)
    eds.signature = TestSigning.cms(of: eds.form, at: eds.submittedAt)
    let withoutConsent: (inout ApplicationForm) -> Void = { $0.consentToDataAccess = false }
    var forged = Families.enrolment(2, withoutConsent)
    forged.signature = TestSigning.cms(of: forged.form, at: forged.submittedAt, by: try SampleAuthority())
    var others = Families.enrolment(3, withoutConsent)
    let claims = SamplePortal.Claims(
      iin: Families.iin(99, adult: true), phone: "+77010000001", form: others.form.bytes,
      at: others.submittedAt.milliseconds / 1000)
    others.signature = .sms(attestation: try TestSigning.portal.attest(claims))
    var garbage = Families.enrolment(4)
    garbage.signature = .eds(cms: "бұл base64 емес")
    var gost = Families.enrolment(5)
    gost.signature = TestSigning.cms(of: gost.form, at: gost.submittedAt)
    if case .eds(let cms) = gost.signature { gost.signature = .eds(cms: SampleSigner.pretendingGOST(cms)) }

    let refused = [forged, others, garbage]
    try await system.withWorkers {
      try await system.publish(
        ([eds, gost] + refused).map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      let request = try await system.take(1, from: QueueName.schools)
      #expect(request.first?.correlationId == eds.applicationId.description)
      let parked = try await system.take(1, from: QueueName.parked(of: QueueName.intake))
      #expect(parked.first?.correlationId == gost.applicationId.description)
      #expect(parked.first?.headers[HeaderName.parkedReason] == .text("signature.unsupported"))
      #expect(parked.first?.headers[HeaderName.parkedDetail] == .text("GOST, and NCANODE_URL is not set"))

      let store = try await system.store()
      func reasons(_ application: ApplicationSubmitted) async throws -> [String] {
        try await store.history(recipientIin: application.form.form.applicant.iin).flatMap(\.reasons).map(\.code)
      }
      try await eventually("three refusals are told") {
        for application in refused where try await reasons(application).isEmpty { return false }
        return true
      }
      #expect(try await reasons(forged) == ["signature.invalid"])
      #expect(try await reasons(others) == ["signature.signerMismatch", "consent.missing"])
      #expect(try await reasons(garbage) == ["signature.invalid"])
    }
    let log = system.logs
    #expect(log.contains("A signature cannot be verified") && log.contains("A signature is not accepted"))
    #expect(!(refused + [gost]).contains { log.contains($0.form.form.applicant.iin) })
  }

  @Test("Once a key of the portal is removed, applications attested by this key are refused, and the log names the key")
  func emergency() async throws {
    let system = try await AdmissionSystem()
    let next = SamplePortal()
    let (before, after) = (Families.enrolment(1), Families.enrolment(2))
    var signedAnew = Families.enrolment(3)
    let claims = SamplePortal.Claims(
      iin: signedAnew.form.form.applicant.iin, phone: "+77010000001", form: signedAnew.form.bytes,
      at: signedAnew.submittedAt.milliseconds / 1000)
    signedAnew.signature = .sms(attestation: try next.attest(claims))
    try await system.withWorkers {
      try await system.publish([before.message()], routingKey: RoutingKey.applicationSubmitted)
      _ = try await system.take(1, from: QueueName.schools)
      try next.publicKey.write(
        to: system.folder.appending(path: "sms-attestation-keys.pem"), atomically: true, encoding: .utf8)
      try await system.publish(
        [after.message(), signedAnew.message()], routingKey: RoutingKey.applicationSubmitted)
      let request = try await system.take(1, from: QueueName.schools)
      #expect(request.first?.correlationId == signedAnew.applicationId.description)
      let store = try await system.store()
      let refused = after.form.form.applicant.iin
      try await eventually("it is refused") {
        try await store.history(recipientIin: refused).flatMap(\.reasons).map(\.code) == ["signature.invalid"]
      }
    }
    let log = system.logs
    #expect(log.contains("No longer trusted") && log.contains("Trusted from now on"))
    for portal in [TestSigning.portal, next] {
      let fingerprint = SHA256.hash(data: portal.key.publicKey.derRepresentation)
      #expect(log.contains(fingerprint.hexDigits))
    }
  }

  @Test("A worker whose keys cannot be read ends with one sentence")
  func brokenKeys() async throws {
    let system = try await AdmissionSystem(["EDS_TRUST_ROOTS": "/proc/self/status"])
    let worker = try system.launch("IntakeWorker")
    try await eventually("it has ended") { !worker.isRunning }
    #expect(worker.exitStatus == 2)
    #expect(system.logs.contains("EDS_TRUST_ROOTS names a file that "))
  }
}
