import Foundation
import QueueContracts
import Samples
import Signatures
import Testing

@Suite("The time of signing")
struct TimeTests {
  static let time = Signed.submittedAt.date
  static let hour = 3600.0
  static let day = 86_400.0

  @Test(
    "A CMS must be signed at most 24 hours before and 5 minutes after the submission",
    arguments: [(-86_400, true), (-86_401, false), (300, true), (301, false), (0, true), (-365 * 86_400, false)]
      as [(Double, Bool)])
  func window(seconds: Double, stands: Bool) async throws {
    let report = try await Signed.judge(cms: Signed.signer().sign(Signed.form.bytes, at: Self.time + seconds))
    #expect(report.verdict == (stands ? .genuine : .invalid))
    #expect(report.failure?.check == (stands ? nil : .time))
  }

  @Test("The 24 hours for a CMS can be configured; for an attestation they stay 24 hours")
  func setting() async throws {
    let signer = try Signed.signer()
    for (hours, age, stands) in [(1.0, 1.0, true), (1, 2, false), (48, 48, true), (48, 49, false)] {
      let verifier = Signed.verifier { $0.maximumAgeSeconds = hours * Self.hour }
      let cms = try signer.sign(Signed.form.bytes, at: Self.time - age * Self.hour)
      #expect(try await Signed.judge(cms: cms, by: verifier).verdict == (stands ? .genuine : .invalid))
    }
    let verifier = Signed.verifier { $0.maximumAgeSeconds = Self.hour }
    let old = try Signed.portal.attest(Signed.claims { $0.iat -= 7200 })
    #expect(try await verifier.judge(Signed.submitted(.sms(attestation: old))).verdict == .genuine)
  }

  @Test("A certificate must be valid at submission and, if a signing time is stated, at signing")
  func validity() async throws {
    let cases: [(ClosedRange<Date>, Date?, String?)] = [
      (Self.time - 10 * Self.day...Self.time - Self.hour, Self.time - 2 * Self.hour, "had expired at the time of sub"),
      (Self.time - 10 * Self.day...Self.time - 2 * Self.hour, Self.time - Self.hour, "had expired at the time of sig"),
      (Self.time - 10 * Self.day...Self.time - Self.day, nil, "had expired"),
      (Self.time - Self.hour...Self.time + Self.day, Self.time - 2 * Self.hour, "not valid yet at the time of sig"),
      (Self.time + 60...Self.time + Self.day, Self.time + 120, "not valid yet at the time of sub"),
      (Self.time + Self.day...Self.time + 2 * Self.day, nil, "not valid yet"),
      (Self.time - Self.hour...Self.time, Self.time - Self.hour, nil), (Self.time...Self.time, nil, nil),
    ]
    for (range, time, complaint) in cases {
      let cms = try Signed.signer { $0.validity = range }.sign(Signed.form.bytes, at: time)
      let verifier = Signed.verifier()
      // The second round takes the chain from the cache, and the times must be checked again.
      for _ in 0..<2 {
        let report = try await Signed.judge(cms: cms, by: verifier)
        #expect(report.failure?.check == (complaint == nil ? nil : .validity))
        if let complaint { #expect(report.failure?.finding.contains(complaint) ?? false, "\(report.steps)") }
      }
    }
  }

  @Test("The validity of a cached chain is checked for each message")
  func rememberedChain() async throws {
    let signer = try Signed.signer { $0.validity = Self.time - Self.day...Self.time + Self.day }
    let verifier = Signed.verifier()
    func check(_ time: Timestamp) async throws -> SignatureCheck? {
      let cms = try signer.sign(Signed.form.bytes, at: time.date)
      return try await Signed.judge(cms: cms, by: verifier, at: time).failure?.check
    }
    #expect(try await check(Signed.submittedAt) == nil)
    #expect(try await check(Signed.submittedAt.adding(seconds: 2 * 86_400)) == .validity)
    #expect(try await check(Signed.submittedAt) == nil)
  }

  @Test("A signature by an expired or revoked key is invalid, even if it states a time before the expiry or revocation")
  func backdated() async throws {
    let expired = try Signed.signer { $0.validity = Self.time - 900 * Self.day...Self.time - 300 * Self.day }
    let cms = try expired.sign(Signed.form.bytes, at: Self.time - 400 * Self.day)
    #expect(try await Signed.judge(cms: cms).failure?.check == .time)
    let revoked = try Signed.signer()
    let list = try Signed.lists(
      Signed.authority.revocationList(revoked: [(revoked.certificate, Self.time - Self.hour)]))
    let early = try revoked.sign(Signed.form.bytes, at: Self.time - 2 * Self.hour)
    let report = try await Signed.judge(cms: early, by: Signed.verifier { $0.revocations = list })
    #expect((report.verdict, report.failure?.check) == (.invalid, .revocation))
  }
}
