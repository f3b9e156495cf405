import Crypto
import Foundation
import QueueContracts
import Signatures
import Testing
import WorkerRuntime

@testable import AdmissionPublisher

@Suite("Messages that a portal builds")
struct BuildingTests {
  @Test("The workers accept an attestation by a key that was read from PEM or from a JSON Web Key")
  func genuine() async throws {
    let keys = try [
      AttestationKey(pem: TestFamily.key.pemRepresentation), AttestationKey(jwk: Self.jwk(of: TestFamily.key)),
    ]
    for key in keys {
      let message = try TestFamily.application().attested(by: key, phone: "+77010000001", confirmedAt: TestFamily.time)
      let application = try WireCodec.decode(ApplicationSubmitted.self, from: message.body)
      let verifier = SignatureVerifier(attestationKeys: try AttestationKeys(pem: Data(key.publicKey.utf8)))
      let report = try await verifier.judge(application)
      #expect(report.failure == nil)
      #expect(key.thumbprint == TestFamily.key.publicKey.thumbprint)
    }
  }

  @Test("The workers refuse a form that was changed after its attestation")
  func changed() async throws {
    let key = try AttestationKey(pem: TestFamily.key.pemRepresentation)
    let message = try TestFamily.application().attested(by: key, phone: "+77010000001", confirmedAt: TestFamily.time)
    var application = try WireCodec.decode(ApplicationSubmitted.self, from: message.body)
    application.form = SignedForm(TestFamily.form(givenName: "Басқа"))
    let verifier = SignatureVerifier(attestationKeys: try AttestationKeys(pem: Data(key.publicKey.utf8)))
    #expect(try await verifier.judge(application).failure?.check == .form)
  }

  @Test("A text that is not a key is refused by an error that does not show the text")
  func wrongKeys() {
    for text in ["", "secret", P384.Signing.PrivateKey().pemRepresentation] {
      #expect(throws: PublishError.self) { try AttestationKey(pem: text) }
      #expect(throws: PublishError.self) { try AttestationKey(jwk: Data(text.utf8)) }
    }
    let other = Data(#"{"kty":"EC","crv":"P-384","d":"c2VjcmV0"}"#.utf8)
    do { _ = try AttestationKey(jwk: other) } catch { #expect(!"\(error)".contains("c2VjcmV0")) }
  }

  @Test("A message that is built twice gets one id, which follows from the application and the message type")
  func sameId() throws {
    let id = UUID()
    let (first, second) = (try TestFamily.message(id), try TestFamily.message(id))
    #expect(first.id == second.id)
    #expect(first.id.uuid == UUID(version5: "application.submitted.v1", namespace: id))
    #expect(first.publication.message.correlationId == id.uuidString.lowercased())
    #expect(first.publication.routingKey == "application.submitted")
    let kept = try JSONDecoder().decode(PortalMessage.self, from: JSONEncoder().encode(first))
    #expect(kept == first)
  }

  @Test("A withdrawal has another message id than the submission of the same application")
  func withdrawal() throws {
    let id = UUID()
    let message = try PortalMessage(
      withdrawing: ApplicationWithdrawn(
        applicationId: ApplicationID(uuid: id), applicantIin: "850101300005", withdrawnAt: Timestamp(TestFamily.time)))
    #expect(message.routingKey == "application.withdrawn")
    #expect(message.id != (try TestFamily.message(id)).id)
  }

  @Test("Building a form that the workers would park throws an error with the field's path")
  func bounds() throws {
    let error = #expect(throws: PublishError.self) { try TestFamily.application(givenName: "Бала 1") }
    #expect(error?.code == .invalid)
    #expect(error?.detail == "form.child.givenName")
    let number = #expect(throws: PublishError.self) {
      try NewApplication(id: UUID(), number: "no number", submittedAt: TestFamily.time, form: TestFamily.form())
    }
    #expect(number?.detail == "number")
  }

  private static func jwk(of key: P256.Signing.PrivateKey) -> Data {
    Data(#"{"kty":"EC","crv":"P-256","x":"","y":"","d":"\#(key.rawRepresentation.base64URL)"}"#.utf8)
  }
}
