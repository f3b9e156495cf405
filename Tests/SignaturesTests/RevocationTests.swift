import Foundation
import QueueContracts
import SampleSigning
import Signatures
import Testing
import X509

@Suite("Revocation lists")
struct RevocationTests {
  static let time = Signed.submittedAt.date
  static let day = 86_400.0

  private func failure(
    _ list: String, of signer: SampleSigner, signedAt time: Date? = Self.time
  ) async throws -> (SignatureVerdict, SignatureCheck?) {
    let lists = try RevocationLists(pem: Data(list.utf8))
    let verifier = Signed.verifier { $0.revocations = lists }
    let report = try await Signed.judge(cms: signer.sign(Signed.form.bytes, at: time), by: verifier)
    return (report.verdict, report.failure?.check)
  }

  @Test("A certificate signs until it is revoked")
  func revoked() async throws {
    let signer = try Signed.signer()
    let cases: [(Date, SignatureVerdict)] = [
      (Self.time - Self.day, .invalid), (Self.time, .invalid), (Self.time + Self.day, .genuine),
    ]
    for (date, verdict) in cases {
      let list = try Signed.authority.revocationList(revoked: [(signer.certificate, date)])
      #expect(try await failure(list, of: signer) == (verdict, verdict == .genuine ? nil : .revocation))
      #expect(try await failure(list, of: signer, signedAt: nil).0 == verdict)
    }
    let another = try Signed.signer()
    let list = try Signed.authority.revocationList(revoked: [(another.certificate, Self.time - Self.day)])
    #expect(try await failure(list, of: signer).0 == .genuine)
  }

  @Test("A list that is out of date still revokes, and says nothing of the others: they wait")
  func stale() async throws {
    let (signer, revoked) = (try Signed.signer(), try Signed.signer())
    let stale = try Signed.authority.revocationList(
      revoked: [(revoked.certificate, Self.time - 2 * Self.day)], nextUpdate: Self.time - Self.day)
    #expect(try await failure(stale, of: revoked) == (.invalid, .revocation))
    #expect(try await failure(stale, of: signer) == (.unknown, .revocation))
    #expect(try await failure(stale, of: signer, signedAt: Self.time - Self.day).0 == .genuine)
    let fresh = try Signed.authority.revocationList()
    #expect(try await failure(stale + fresh, of: signer).0 == .genuine)
  }

  @Test("A list of the same name by another key is no list of this issuer")
  func foreign() async throws {
    let signer = try Signed.signer()
    let list = try SampleAuthority().revocationList(revoked: [(signer.certificate, Self.time - Self.day)])
    #expect(try await failure(list, of: signer).0 == .genuine)
  }

  @Test("A file of lists that cannot be used is described")
  func brokenFile() throws {
    let certificate = try Signed.authority.roots()
    let list = try Signed.authority.revocationList()
    for text in ["", certificate, list.replacing("MIH", with: "AAA").replacing("MIG", with: "AAA")] {
      #expect(throws: TrustProblem.self, "\(text)") { try RevocationLists(pem: Data(text.utf8)) }
    }
    #expect(throws: TrustProblem.self) { try TrustAnchors(pem: Data(list.utf8)) }
    #expect(throws: TrustProblem.self) { try TrustAnchors(pem: Data("-----BEGIN".utf8)) }
  }
}
