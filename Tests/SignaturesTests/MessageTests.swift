import Crypto
import CryptoExtras
import Foundation
import QueueContracts
import Samples
import Signatures
import SwiftASN1
import Testing
import X509

@Suite("A form signed with the EDS")
struct MessageTests {
  static let time = Signed.submittedAt.date

  @Test("A detached or attached signature by RSA or ECDSA is genuine, with or without a signing time")
  func genuine() async throws {
    for signer in [try Signed.signer(), Signed.rsaSigner] {
      for attached in [false, true] {
        for time in [nil, Self.time] {
          let cms = try signer.sign(Signed.form.bytes, at: time, attached: attached)
          let report = try await Signed.judge(cms: cms)
          #expect(report.verdict == .genuine, "\(report.steps)")
        }
      }
    }
  }

  @Test("Signatures on the curves P-384 and P-521 are genuine", arguments: [384, 521])
  func curves(bits: Int) async throws {
    let key: Certificate.PrivateKey = bits == 384 ? .init(P384.Signing.PrivateKey()) : .init(P521.Signing.PrivateKey())
    let certificate = try Signed.authority.issue(try SampleCertificate(iin: Signed.iin), to: key.publicKey)
    let signer = SampleSigner(certificate: certificate, issuer: Signed.authority.issuer, key: key)
    #expect(try await Signed.judge(cms: signer.sign(Signed.form.bytes, at: Self.time)).verdict == .genuine)
  }

  @Test("The report lists the checks in order, and none of them shows the person's IIN")
  func steps() async throws {
    let report = try await Signed.judge(cms: Signed.signer().sign(Signed.form.bytes, at: Self.time))
    #expect(
      report.steps.map(\.check) == [
        .encoding, .signer, .content, .algorithm, .digest, .signature, .time, .chain, .validity, .revocation, .usage,
        .identity,
      ])
    #expect(!report.steps.contains { $0.finding.contains(Signed.iin) })
  }

  @Test("A signature of one form is refused for another form")
  func swapped() async throws {
    let signer = try Signed.signer()
    let detached = try signer.sign(Signed.form.bytes, at: Self.time)
    let bare = try signer.sign(Signed.form.bytes)
    let attached = try signer.sign(Signed.form.bytes, at: Self.time, attached: true)
    #expect(try await Signed.judge(cms: detached, form: Signed.otherForm).failure?.check == .digest)
    #expect(try await Signed.judge(cms: bare, form: Signed.otherForm).failure?.check == .signature)
    #expect(try await Signed.judge(cms: attached, form: Signed.otherForm).failure?.check == .content)
  }

  @Test("If the certificate is another person's, the verdict is `otherSigner`")
  func otherSigner() async throws {
    let report = try await Signed.judge(cms: Signed.signer(of: Signed.otherIIN).sign(Signed.form.bytes, at: Self.time))
    #expect(report.verdict == .otherSigner)
    #expect(report.failure?.check == .identity)
  }

  @Test("An authority with the same names and other keys is not trusted, even if the real chain is cached")
  func sameNames() async throws {
    let stranger = try SampleAuthority()
    let verifier = Signed.verifier()
    let cms = try Signed.signer(by: stranger).sign(Signed.form.bytes, at: Self.time)
    // The real issuer's chain is cached now, and must not be used for the other issuer of the same name.
    let genuine = try Signed.signer().sign(Signed.form.bytes, at: Self.time)
    #expect(try await Signed.judge(cms: genuine, by: verifier).verdict == .genuine)
    for _ in 0..<2 {
      let report = try await Signed.judge(cms: cms, by: verifier)
      #expect(report.verdict == .invalid)
      #expect(report.failure?.check == .chain)
    }
  }

  @Test("A certificate that a person issued is refused")
  func personIssues() async throws {
    let person = P256.Signing.PrivateKey()
    let own = try Signed.authority.issue(try SampleCertificate(iin: Signed.otherIIN), to: .init(person.publicKey))
    let key = P256.Signing.PrivateKey()
    var wanted = try SampleCertificate(iin: Signed.iin)
    wanted.purposes = [SampleCertificate.individual]
    let forged = try Certificate(
      version: .v3, serialNumber: .init(), publicKey: .init(key.publicKey), notValidBefore: own.notValidBefore,
      notValidAfter: own.notValidAfter, issuer: own.subject, subject: wanted.subject,
      extensions: own.extensions, issuerPrivateKey: .init(person))
    let signer = SampleSigner(
      certificate: forged, issuer: own, others: [Signed.authority.issuer], key: .init(key))
    #expect(try await Signed.judge(cms: signer.sign(Signed.form.bytes, at: Self.time)).failure?.check == .chain)
  }

  @Test("If an issuer is cached, another person with a certificate of this issuer gets the same chain")
  func rememberedIssuer() async throws {
    let verifier = try Signed.rootVerifier()
    for signer in [try Signed.signer(), try Signed.signer(), Signed.rsaSigner] {
      let report = try await Signed.judge(cms: signer.sign(Signed.form.bytes, at: Self.time), by: verifier)
      #expect(report.verdict == .genuine)
      #expect(report.steps.contains { $0.finding == "to a trusted root; issuers between: 1" })
    }
  }

  @Test("A message without the issuer's certificate is refused, even if the issuer's chain is cached")
  func issuerNotCarried() async throws {
    let verifier = try Signed.rootVerifier()
    let signer = try Signed.signer()
    #expect(try await Signed.judge(cms: signer.sign(Signed.form.bytes), by: verifier).verdict == .genuine)
    for signer in [signer, try Signed.signer()] {
      let bare = SampleSigner(certificate: signer.certificate, issuer: Signed.authority.root, key: signer.key)
      #expect(try await Signed.judge(cms: bare.sign(Signed.form.bytes), by: verifier).failure?.check == .chain)
    }
  }

  @Test("An IIN counts only in the subject's serial number")
  func wrongAttribute() async throws {
    let text = "IIN\(Signed.iin)"
    let subjects = try [
      DistinguishedName { CommonName(text) },
      DistinguishedName { Attribute(.userID, text) },
      DistinguishedName { Attribute(.serialNumber, Signed.iin) },
      DistinguishedName { Attribute(.serialNumber, "BIN\(Signed.iin)") },
      DistinguishedName { Attribute(.serialNumber, text + "0") },
      DistinguishedName { Attribute(.serialNumber, " " + text) },
      DistinguishedName {
        Attribute(.serialNumber, text)
        Attribute(.serialNumber, "IIN\(Signed.otherIIN)")
      },
    ]
    for subject in subjects {
      let report = try await Signed.judge(cms: Signed.signer { $0.subject = subject }.sign(Signed.form.bytes))
      #expect(report.verdict == .invalid, "\(report.steps)")
      #expect(report.failure?.check == .identity)
    }
  }

  @Test("A message with a signed bit changed is refused", arguments: [false, true])
  func bitFlips(attached: Bool) async throws {
    let signer = try Signed.signer()
    let bytes = Array(Data(base64Encoded: try signer.sign(Signed.form.bytes, at: Self.time, attached: attached))!)
    let certificates = try [signer.certificate, Signed.authority.issuer].map { Array(try $0.serializeAsPEM().derBytes) }
    let covered = certificates.compactMap { bytes.ranges(of: $0).first }
    let verifier = try Signed.rootVerifier()
    var changeable: [Int] = []
    for place in bytes.indices {
      var bad = bytes
      bad[place] ^= 1 << (place % 8)
      let report = try await Signed.judge(cms: Data(bad).base64EncodedString(), by: verifier)
      guard report.verdict == .genuine else { continue }
      // Only the two version numbers of the CMS are not signed. In a certificate every bit is signed.
      changeable.append(place)
      #expect(!covered.contains { $0.contains(place) }, "byte \(place)")
    }
    #expect(changeable.count <= 2, "bytes \(changeable)")
  }

  @Test("A certificate whose signature claims unused bits is refused: it is another encoding of the same certificate")
  func unusedBits() async throws {
    // The last bit of a certificate can be declared unused only if it is 0, so this tries until one certificate ends in
    // 0.
    for _ in 1...100 {
      let signer = try Signed.signer()
      var bytes = Array(Data(base64Encoded: try signer.sign(Signed.form.bytes, at: Self.time))!)
      let certificate = Array(try signer.certificate.serializeAsPEM().derBytes)
      guard certificate.last?.isMultiple(of: 2) == true else { continue }
      guard case .constructed(let fields) = try DER.parse(certificate).content, let signature = Array(fields).last,
        case .primitive(let bits) = signature.content, let start = bytes.ranges(of: certificate).first?.lowerBound
      else { break }
      bytes[start + bits.startIndex] = 1
      let report = try await Signed.judge(cms: Data(bytes).base64EncodedString())
      #expect(report.failure?.check == .encoding, "\(report.steps)")
      return
    }
    Issue.record("none of a hundred certificates ended in a bit 0")
  }

  @Test("A message that is cut off at any place is refused")
  func truncated() async throws {
    let cms = try Signed.signer().sign(Signed.form.bytes, at: Self.time)
    let bytes = Data(base64Encoded: cms)!
    for length in 0..<bytes.count {
      #expect(try await Signed.judge(cms: bytes.prefix(length).base64EncodedString()).failure?.check == .encoding)
    }
    for text in [String(cms.dropLast()), cms + "=", cms + "\n", " " + cms, "-----BEGIN CMS-----\n\(cms)"] {
      #expect(try await Signed.judge(cms: text).failure?.check == .encoding)
    }
  }

  @Test("Huge and deeply nested ASN.1 is refused, and does not crash the reader")
  func nested() async throws {
    func wrapped(_ content: [UInt8], _ tag: UInt8) -> [UInt8] {
      let length = (0..<4).map { UInt8(truncatingIfNeeded: content.count >> (24 - 8 * $0)) }
      return [tag, 0x84] + length + content
    }
    var nested: [UInt8] = []
    for _ in 0..<5000 { nested = wrapped(nested, 0x30) }
    let indefinite = [UInt8](repeating: 0x80, count: 100_000).enumerated().map {
      $0.offset % 2 == 0 ? 0x30 : $0.element
    }
    let samples: [[UInt8]] = [
      nested, indefinite, wrapped([UInt8](repeating: 0x30, count: 150_000), 0x30),
      [0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF],
      [0x30, 0x88, 0x7F, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0x30, 0x80], [],
      [UInt8](repeating: 0, count: 180_000), wrapped((0..<60_000).flatMap { _ in [5, 0] as [UInt8] }, 0x31),
    ]
    for sample in samples {
      #expect(try await Signed.judge(cms: Data(sample).base64EncodedString()).failure?.check == .encoding)
    }
  }

  @Test("Without trusted roots an EDS is unsupported, not invalid")
  func noRoots() async throws {
    let verifier = Signed.verifier { $0.anchors = nil }
    let report = try await Signed.judge(cms: Signed.signer().sign(Signed.form.bytes), by: verifier)
    #expect(report.verdict == .unsupported)
    #expect(report.failure?.check == .verifier)
  }
}
