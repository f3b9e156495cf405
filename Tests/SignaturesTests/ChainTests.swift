import Crypto
import Foundation
import QueueContracts
import Samples
import SwiftASN1
import Testing
import X509

@testable import Signatures

@Suite("The chain of certificates")
struct ChainTests {
  static let time = Signed.submittedAt.date

  /// Makes a message that is signed by a person whose possible issuers all have one name and have signed each other.
  ///
  /// - Parameters:
  ///   - count: the number of issuers.
  ///   - keys: the number of keys that the issuers share.
  /// - Returns: the message, in base64.
  /// - Throws: what the signing library throws, which does not happen for keys that are made here.
  static func circle(of count: Int, keys: Int) throws -> String {
    let circleKeys = (0..<keys).map { _ in P521.Signing.PrivateKey() }
    let person = P256.Signing.PrivateKey()
    let name = try DistinguishedName { CommonName("CIRCLE") }
    func certificate(
      _ subject: DistinguishedName, _ key: Certificate.PublicKey, by issuer: P521.Signing.PrivateKey,
      _ extensions: Certificate.Extensions
    ) throws -> Certificate {
      try Certificate(
        version: .v3, serialNumber: .init(), publicKey: key, notValidBefore: SampleAuthority.years.lowerBound,
        notValidAfter: SampleAuthority.years.upperBound, issuer: name, subject: subject, extensions: extensions,
        issuerPrivateKey: .init(issuer))
    }
    let circle = try (0..<count).map { number in
      try certificate(
        name, .init(circleKeys[number % keys].publicKey), by: circleKeys[(number + 1) % keys],
        Certificate.Extensions {
          Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
          SubjectAlternativeNames([.dnsName("\(number)")])
        })
    }
    let leaf = try certificate(
      SampleCertificate(iin: Signed.iin).subject, .init(person.publicKey), by: circleKeys[0],
      Signed.rsaSigner.certificate.extensions)
    let signer = SampleSigner(
      certificate: leaf, issuer: circle[0], others: Array(circle.dropFirst()), key: .init(person))
    return try signer.sign(Signed.form.bytes, at: time)
  }

  @Test(
    "Issuers that have all signed each other cost at most twelve signature checks", arguments: [1, 2, 3, 4, 5])
  func bomb(keys: Int) async throws {
    let report = try await Signed.judge(cms: Self.circle(of: 5, keys: keys))
    #expect(report.failure?.check == .chain)
    #expect(report.chainChecks <= 12)
    #expect((1...12).contains(report.chainChecks))
  }

  @Test("A message with more certificates than a chain needs is refused without a signature check")
  func many() async throws {
    let report = try await Signed.judge(cms: Self.circle(of: 15, keys: 1))
    #expect(report.failure?.finding.contains("more certificates") ?? false)
    #expect(report.chainChecks == 0)
  }

  @Test("Certificates of the same name do not hide a good chain, and a known issuer is not checked a second time")
  func honest() async throws {
    let verifier = try Signed.rootVerifier()
    let first = try await Signed.judge(cms: Signed.signer().sign(Signed.form.bytes), by: verifier)
    #expect((first.verdict, first.chainChecks) == (.genuine, 2))
    let person = try Signed.signer()
    let second = try await Signed.judge(cms: person.sign(Signed.form.bytes), by: verifier)
    #expect((second.verdict, second.chainChecks) == (.genuine, 1))
    let third = try await Signed.judge(cms: person.sign(Signed.form.bytes), by: verifier)
    #expect((third.verdict, third.chainChecks) == (.genuine, 0))
    let namesakes = try (0..<4).map { _ in try SampleAuthority().issuer }
    let crowded = SampleSigner(
      certificate: person.certificate, issuer: namesakes[0],
      others: Array(namesakes.dropFirst()) + [Signed.authority.issuer], key: person.key)
    let report = try await Signed.judge(cms: crowded.sign(Signed.form.bytes), by: Signed.rootVerifier())
    #expect(report.verdict == .genuine, "\(report.steps)")
    #expect(report.chainChecks <= 12)
  }

  @Test("A trusted issuer need not be in the message, and is looked up in the root's revocation list")
  func issuerInFile() async throws {
    let signer = try Signed.signer()
    let bare = SampleSigner(certificate: signer.certificate, issuer: Signed.authority.root, key: signer.key)
    let cms = try bare.sign(Signed.form.bytes)
    #expect(try await Signed.judge(cms: cms).verdict == .genuine)
    let lists = try Signed.lists(
      Signed.authority.revocationList()
        + Signed.authority.revocationList(revoked: [(Signed.authority.issuer, Self.time - 1)], of: .root))
    let report = try await Signed.judge(cms: cms, by: Signed.verifier { $0.revocations = lists })
    #expect((report.verdict, report.failure?.check) == (.invalid, .revocation))
    // If the file of trusted certificates has only the issuer, the chain ends with the issuer.
    let alone = try Signed.anchors([.issuer])
    let verifier = Signed.verifier {
      $0.anchors = alone
      $0.revocations = RevocationLists()
    }
    #expect(try await Signed.judge(cms: cms, by: verifier).verdict == .genuine)
  }

  @Test("A certificate with constraints on names may not issue")
  func nameConstraints() throws {
    let certificate = try Signed.selfSigned(
      P256.Signing.PrivateKey(), named: DistinguishedName { CommonName("CONSTRAINED") },
      Certificate.Extensions {
        Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
        NameConstraints(excludedDNSDomains: ["kz"])
      })
    #expect(!Issuer(certificate).mayIssue)
  }

  @Test("A chain that is longer than an issuer allows is refused")
  func pathLength() async throws {
    // The issuer allows no issuer below itself (path length 0), but gives a person a certificate that may issue.
    let person = P256.Signing.PrivateKey()
    let middle = try Signed.authority.issue(
      {
        var wanted = try SampleCertificate(iin: Signed.otherIIN)
        wanted.isAuthority = true
        wanted.usage = KeyUsage(keyCertSign: true)
        return wanted
      }(), to: .init(person.publicKey))
    let key = P256.Signing.PrivateKey()
    let leaf = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: middle.notValidBefore,
      notValidAfter: middle.notValidAfter, issuer: middle.subject,
      subject: SampleCertificate(iin: Signed.iin).subject, extensions: Signed.rsaSigner.certificate.extensions,
      issuerPrivateKey: .init(person))
    let signer = SampleSigner(certificate: leaf, issuer: middle, others: [Signed.authority.issuer], key: .init(key))
    #expect(try await Signed.judge(cms: signer.sign(Signed.form.bytes)).failure?.check == .chain)
  }
}
