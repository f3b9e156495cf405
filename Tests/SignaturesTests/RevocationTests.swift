import Crypto
import Foundation
import QueueContracts
import Samples
import Signatures
import SwiftASN1
import Testing
import X509

@Suite("Revocation lists")
struct RevocationTests {
  static let time = Signed.submittedAt.date
  static let day = 86_400.0

  private func failure(
    _ list: String, of signer: SampleSigner, signedAt time: Date? = Self.time
  ) async throws -> (SignatureVerdict, SignatureCheck?) {
    let lists = try Signed.lists(list)
    let verifier = Signed.verifier { $0.revocations = lists }
    let report = try await Signed.judge(cms: signer.sign(Signed.form.bytes, at: time), by: verifier)
    return (report.verdict, report.failure?.check)
  }

  @Test("A certificate that is revoked at submission makes the signature invalid, whatever the signing time")
  func revoked() async throws {
    let signer = try Signed.signer()
    let cases: [(Date, SignatureVerdict)] = [
      (Self.time - Self.day, .invalid), (Self.time - 30, .invalid), (Self.time, .invalid),
      (Self.time + 1, .genuine), (Self.time + Self.day, .genuine),
    ]
    for (date, verdict) in cases {
      let list = try Signed.authority.revocationList(revoked: [(signer.certificate, date)])
      for signedAt in [Self.time, Self.time - 60, Self.time + 60, nil] {
        let expected = (verdict, verdict == .genuine ? nil : SignatureCheck.revocation)
        #expect(try await failure(list, of: signer, signedAt: signedAt) == expected)
      }
    }
    let another = try Signed.signer()
    let list = try Signed.authority.revocationList(revoked: [(another.certificate, Self.time - Self.day)])
    #expect(try await failure(list, of: signer).0 == .genuine)
  }

  @Test("A list that is out of date still revokes certificates; a signature by any other certificate has to wait")
  func stale() async throws {
    let (signer, revoked) = (try Signed.signer(), try Signed.signer())
    let stale = try Signed.authority.revocationList(
      revoked: [(revoked.certificate, Self.time - 2 * Self.day)], nextUpdate: Self.time - 60)
    #expect(try await failure(stale, of: revoked) == (.invalid, .revocation))
    #expect(try await failure(stale, of: signer) == (.unknown, .revocation))
    // A signing time before `nextUpdate` does not help, because the certificate may have been revoked after signing.
    #expect(try await failure(stale, of: signer, signedAt: Self.time - 120) == (.unknown, .revocation))
    let fresh = try Signed.authority.revocationList()
    #expect(try await failure(stale + fresh, of: signer).0 == .genuine)
  }

  @Test("A signature by a certificate of a revoked issuer is invalid")
  func issuer() async throws {
    let list = try Signed.authority.revocationList(revoked: [(Signed.authority.issuer, Self.time)], of: .root)
    #expect(try await failure(list, of: Signed.signer()) == (.invalid, .revocation))
  }

  @Test("A file with a revocation list that cannot be used is refused, and the error says why")
  func refused() throws {
    let (authority, stranger) = (Signed.authority, try SampleAuthority())
    let good = try authority.revocationList()
    let nobody = try DistinguishedName { CommonName("NOBODY") }
    func unsigned(_ list: String) throws -> String {
      var bytes = try PEMDocument(pemString: list).derBytes
      bytes[bytes.count - 1] ^= 1
      return PEMDocument(type: "X509 CRL", derBytes: bytes).pemString + "\n"
    }
    let cases: [(String, String)] = try [
      (authority.revocationList(named: nobody), "is not an issuer in EDS_TRUST_ROOTS"),
      (stranger.revocationList(), "has another key"),
      (good + stranger.revocationList(), "as object 2, a list of"),
      (authority.revocationList(of: .root, named: authority.issuer.subject), "has not signed it"),
      (unsigned(good), "has not signed it"),
      (authority.revocationList(nextUpdate: nil), "nextUpdate"),
    ]
    for (text, says) in cases {
      let problem = #expect(throws: TrustProblem.self) { try Signed.lists(text) }
      #expect(problem?.text.contains(says) ?? false, "\(problem?.text ?? "")")
    }
    #expect(throws: TrustProblem.self) { try Signed.lists(good, of: [.root]) }
    #expect(throws: Never.self) { try Signed.lists(authority.emptyLists()) }
  }

  @Test("A list is refused if its issuer's key usage does not allow signing lists", arguments: [true, false])
  func keyUsage(maySign: Bool) throws {
    let key = P256.Signing.PrivateKey()
    let name = try DistinguishedName { CommonName("ROOT") }
    let root = try Signed.selfSigned(
      key, named: name,
      Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        Critical(KeyUsage(keyCertSign: true, cRLSign: maySign))
      })
    let anchors = try TrustAnchors(pem: Data(root.serializeAsPEM().pemString.utf8))
    let file = try RevocationListFile(pem: Data(SampleAuthority.revocationList(by: key, named: name).utf8))
    if maySign {
      #expect(try RevocationLists(file, of: anchors).unlisted(of: anchors).isEmpty)
    } else {
      let problem = #expect(throws: TrustProblem.self) { try RevocationLists(file, of: anchors) }
      #expect(problem?.text.contains("cRLSign") ?? false)
    }
  }

  @Test("Issuers without a list are reported; if lists are required, signatures by their certificates are unsupported")
  func unlisted() async throws {
    let anchors = try Signed.anchors()
    let own = try Signed.lists(Signed.authority.revocationList())
    #expect(RevocationLists().unlisted(of: anchors).count == 2)
    #expect(own.unlisted(of: anchors) == ["\(Signed.authority.root.subject)"])
    #expect(try Signed.lists(Signed.authority.emptyLists()).unlisted(of: anchors).isEmpty)
    let cms = try Signed.signer().sign(Signed.form.bytes)
    for (lists, isWhole) in [(RevocationLists(), false), (own, false), (Signed.verifier().revocations, true)] {
      for required in [false, true] {
        let verifier = Signed.verifier {
          $0.revocations = lists
          $0.requiresLists = required
        }
        let report = try await Signed.judge(cms: cms, by: verifier)
        #expect(report.verdict == (required && !isWhole ? .unsupported : .genuine))
      }
    }
  }

  @Test("A file that does not hold revocation lists is refused")
  func brokenFile() throws {
    let certificate = try Signed.authority.roots()
    let list = try Signed.authority.revocationList()
    for text in ["", certificate, list.replacing("MIH", with: "AAA").replacing("MIG", with: "AAA")] {
      #expect(throws: TrustProblem.self, "\(text)") { try RevocationListFile(pem: Data(text.utf8)) }
    }
    #expect(throws: TrustProblem.self) { try TrustAnchors(pem: Data(list.utf8)) }
    #expect(throws: TrustProblem.self) { try TrustAnchors(pem: Data("-----BEGIN".utf8)) }
  }

  @Test("A list with any bit changed is refused, and a broken list does not crash the reader")
  func broken() throws {
    let revoked = try Signed.signer().certificate
    let good = try PEMDocument(pemString: Signed.authority.revocationList(revoked: [(revoked, Self.time)])).derBytes
    func isUsed(_ bytes: [UInt8]) -> Bool {
      (try? Signed.lists(PEMDocument(type: "X509 CRL", derBytes: bytes).pemString)) != nil
    }
    #expect(isUsed(good))
    for place in good.indices {
      var bad = good
      bad[place] ^= 1 << (place % 8)
      #expect(!isUsed(bad), "byte \(place)")
    }
    for seed in FuzzTests.seeds(500) {
      var random = SplitMix64(seed: seed)
      let bad = FuzzTests.damaged(good, &random)
      #expect(bad == good || !isUsed(bad), "FUZZ_SEED=\(seed)")
    }
  }
}
