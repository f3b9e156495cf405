import Foundation
import QueueContracts
import Samples
import Signatures
import Testing

@Suite("The identity of a signature, which may serve one application only")
struct SignatureIdentityTests {
  static let time = Signed.submittedAt.date

  private func identity(_ application: ApplicationSubmitted) async throws -> SignatureReport.Identity {
    try #require(try await Signed.verifier().judge(application).identity)
  }

  @Test("The same signer, form and signing time give the same identity, in any encoding and in any application")
  func same() async throws {
    let signer = try Signed.signer()
    let uses = [
      try await identity(Signed.submitted(.eds(cms: signer.sign(Signed.form.bytes, at: Self.time)))),
      try await identity(Signed.submitted(.eds(cms: signer.sign(Signed.form.bytes, at: Self.time, attached: true)))),
      try await identity(Signed.submitted(.eds(cms: Signed.rsaSigner.sign(Signed.form.bytes, at: Self.time)))),
    ]
    #expect(Set(uses.map(\.digest)).count == 1)
    #expect(uses.allSatisfy { $0.signedAt == Signed.submittedAt && $0.isVerified })
    #expect(uses[0].digest.count == 64)
  }

  @Test("Another time, form or signer gives another identity; without a signing time the time of submission counts")
  func different() async throws {
    let signer = try Signed.signer()
    var later = Signed.submitted(.eds(cms: try signer.sign(Signed.form.bytes)))
    let unsaid = try await identity(later)
    #expect(unsaid.signedAt == nil)
    later.submittedAt = Signed.submittedAt.adding(seconds: 1)
    var uses = [unsaid, try await identity(later)]
    let earlier = try signer.sign(Signed.form.bytes, at: Self.time - 60)
    uses.append(try await identity(Signed.submitted(.eds(cms: earlier))))
    let otherForm = try signer.sign(Signed.otherForm.bytes, at: Self.time)
    uses.append(try await identity(Signed.submitted(.eds(cms: otherForm), form: Signed.otherForm)))
    let stranger = try Signed.signer(of: Signed.otherIIN).sign(Signed.form.bytes, at: Self.time)
    uses.append(try await identity(Signed.submitted(.eds(cms: stranger))))
    #expect(Set(uses.map(\.digest)).count == uses.count)
    // A signing time that equals the time of submission gives the same identity as no signing time.
    let said = try signer.sign(Signed.form.bytes, at: Self.time)
    #expect(try await identity(Signed.submitted(.eds(cms: said))).digest == unsaid.digest)
  }

  @Test("The signing time of an attestation is its iat")
  func attestation() async throws {
    let confirmed = Signed.submittedAt.adding(seconds: -60)
    let use = try await identity(Signed.submitted(.sms(attestation: Signed.portal.attest(Signed.claims()))))
    #expect(use.signedAt == confirmed)
    let cms = try Signed.signer().sign(Signed.form.bytes, at: confirmed.date)
    #expect(try await self.identity(Signed.submitted(.eds(cms: cms))).digest == use.digest)
  }

  @Test("A signature has the same identity before and after it can be verified; an invalid signature has none")
  func unproven() async throws {
    let application = Signed.submitted(.eds(cms: try Signed.signer().sign(Signed.form.bytes, at: Self.time)))
    let proven = try await identity(application)
    let unable = Signed.verifier { $0.anchors = nil }
    let claimed = try #require(try await unable.judge(application).identity)
    #expect((claimed.digest, claimed.isVerified) == (proven.digest, false))
    let unsigned = Signed.submitted(.sms(attestation: try Signed.portal.attest(Signed.claims())))
    let keyless = Signed.verifier { $0.attestationKeys = nil }
    #expect(try await keyless.judge(unsigned).identity?.signedAt == Signed.submittedAt.adding(seconds: -60))
    #expect(try await Signed.judge(cms: "AAAA").identity == nil)
    let huge = try Signed.portal.attest(Signed.claims { $0.iat = .max })
    #expect(try await keyless.judge(Signed.submitted(.sms(attestation: huge))).identity?.signedAt == nil)
  }
}
