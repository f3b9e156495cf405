import Crypto
import Foundation
import QueueContracts
import Samples
import SwiftASN1
import Testing
import X509

@testable import Signatures

@Suite("Names of issuers")
struct NameTests {
  private static func name(_ texts: [String], printable: Bool = false) throws -> DistinguishedName {
    try DistinguishedName(
      texts.map { text in
        let type: ASN1ObjectIdentifier = text.count == 2 ? [2, 5, 4, 6] : [2, 5, 4, 3]
        return printable
          ? .init(type: type, value: try .init(printableString: text))
          : .init(type: type, value: .init(utf8String: text))
      })
  }

  @Test("Names that differ only in string type, case, white space or composed letters are the same (RFC 5280, 7.1)")
  func same() throws {
    let name = try Self.name(["KZ", "NCA issuer"])
    for other in try [
      Self.name(["KZ", "NCA issuer"], printable: true), Self.name(["kz", "nca  ISSUER"]),
      Self.name(["Kz", " NCA issuer "], printable: true), Self.name(["KZ", "NCA\u{A0}issuer"]),
      Self.name(["KZ", "N\u{AD}CA issuer"]), Self.name(["KZ", "ＮＣＡ issuer"]),
    ] { #expect(name.isSame(as: other), "\(other)") }
    #expect(try Self.name(["ҰЛТТЫҚ КУӘЛАНДЫРУШЫ"]).isSame(as: Self.name(["Ұлттық куәландырушы"])))
    #expect(try Self.name(["GROẞ"]).isSame(as: Self.name(["gross"])))
    #expect(try Self.name(["Й й"]).isSame(as: Self.name(["И\u{306} и\u{306}"])))
  }

  @Test("Names that differ in a text, or in the order, type or number of parts, are different")
  func different() throws {
    let name = try Self.name(["KZ", "NCA issuer"])
    for other in try [
      Self.name(["KZ", "NCAissuer"]), Self.name(["NCA issuer", "KZ"]), Self.name(["KZ"]),
      Self.name(["KZ", "NCA issuer", "NCA issuer"]), Self.name(["KZ", "NCA issuers"]), DistinguishedName(),
      Self.name(["KZ\u{2}NCA issuer"]), Self.name(["KZ\u{1}NCA issuer"]),
    ] { #expect(!name.isSame(as: other), "\(other)") }
  }

  @Test("Folding (RFC 4518) removes control characters from a text, and folding it again changes nothing")
  func folding() {
    for seed in FuzzTests.seeds(5000) {
      var random = SplitMix64(seed: seed)
      var text = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0...12, using: &random) {
        let range: ClosedRange<UInt32> = [0...0x7F, 0x80...0x24F, 0x300...0x52F, 0x1100...0xFFFD, 0...0x10FFFF]
          .randomElement(
            using: &random)!
        if let scalar = Unicode.Scalar(UInt32.random(in: range, using: &random)) { text.append(scalar) }
      }
      let folded = String(text).foldedAsName
      #expect(!folded.unicodeScalars.contains { $0.value < 0x20 }, "FUZZ_SEED=\(seed)")
      #expect(folded.foldedAsName == folded, "FUZZ_SEED=\(seed)")
    }
  }

  @Test("Folding a folded character again changes nothing")
  func foldingCharacters() {
    let changed = (UInt32(0)...0x1FFFF).compactMap(Unicode.Scalar.init).filter(\.properties.changesWhenNFKCCaseFolded)
    let folded = changed.map { String($0).foldedAsName }
    let unstable = zip(changed, folded).filter { $1.foldedAsName != $1 }.map(\.0)
    #expect(changed.count > 5000)
    #expect(unstable.isEmpty)
  }

  @Test("A chain and a revocation list are found even if the issuer's name is written differently")
  func chain() async throws {
    let key = P256.Signing.PrivateKey()
    let root = try Self.name(["KZ", "nca  issuer"], printable: true)
    func certificate(
      _ subject: DistinguishedName, issuer: DistinguishedName, _ own: P256.Signing.PrivateKey,
      _ extensions: Certificate.Extensions
    ) throws -> Certificate {
      try Certificate(
        version: .v3, serialNumber: .init(), publicKey: .init(own.publicKey),
        notValidBefore: SampleAuthority.years.lowerBound, notValidAfter: SampleAuthority.years.upperBound,
        issuer: issuer,
        subject: subject, extensions: extensions, issuerPrivateKey: .init(key))
    }
    let issuer = try certificate(
      root, issuer: root, key,
      Certificate.Extensions { Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil)) })
    let own = P256.Signing.PrivateKey()
    let person = try certificate(
      SampleCertificate(iin: Signed.iin).subject, issuer: Self.name(["KZ", "NCA Issuer"]), own,
      Signed.rsaSigner.certificate.extensions)
    let anchors = try TrustAnchors(pem: Data(issuer.serializeAsPEM().pemString.utf8))
    let cms = try SampleSigner(certificate: person, issuer: issuer, key: .init(own)).sign(Signed.form.bytes)
    for revoked in [false, true] {
      let list = try SampleAuthority.revocationList(
        by: key, named: Self.name(["kz", "NCA ISSUER"]), revoked: revoked ? [(person, Signed.submittedAt.date)] : [])
      let lists = try RevocationLists(RevocationListFile(pem: Data(list.utf8)), of: anchors)
      let verifier = Signed.verifier {
        $0.anchors = anchors
        $0.revocations = lists
      }
      let report = try await Signed.judge(cms: cms, by: verifier)
      #expect(report.verdict == (revoked ? .invalid : .genuine), "\(report.steps)")
    }
  }
}
