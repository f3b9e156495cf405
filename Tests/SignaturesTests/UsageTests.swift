import Foundation
import QueueContracts
import Samples
import Signatures
import SwiftASN1
import Testing
import X509

@Suite("Purposes and owners of certificates")
struct UsageTests {
  private func expectRefused(_ change: (inout SampleCertificate) -> Void) async throws {
    let report = try await Signed.judge(
      cms: Signed.signer(change).sign(Signed.form.bytes, at: Signed.submittedAt.date))
    #expect(report.verdict == .invalid)
    #expect(report.failure?.check == .usage, "\(report.steps)")
  }

  @Test("A signature is invalid if the certificate's key is not meant for signing")
  func usage() async throws {
    try await expectRefused { $0.purposes = [.emailProtection] }
    try await expectRefused { $0.purposes = [.any] }
    try await expectRefused { $0.usage = KeyUsage(digitalSignature: true, keyEncipherment: true) }
    try await expectRefused { $0.usage = KeyUsage(digitalSignature: true) }
    try await expectRefused { $0.usage = KeyUsage(nonRepudiation: true) }
  }

  @Test(
    "A certificate for an organisation, its head or employees is refused, even if it is also for an individual",
    arguments: [[], [1], [2], [5], [7, 9]] as [[UInt]])
  func purposes(under: [UInt]) async throws {
    let purpose = ExtendedKeyUsage.Usage(
      oid: try ASN1ObjectIdentifier(elements: [1, 2, 398, 3, 3, 4, 1, 2] + under))
    try await expectRefused { $0.purposes = [purpose] }
    try await expectRefused { $0.purposes = [purpose, SampleCertificate.individual] }
    try await expectRefused { $0.purposes = [SampleCertificate.individual, purpose] }
  }

  @Test(
    "A certificate whose subject names an organisation, in any spelling, is refused",
    arguments: [
      (Attribute.Name.organizationalUnit, "BIN950341000052"), (.organizationalUnit, "bin950341000052"),
      (.organizationalUnit, " Bin 950341000052"), (.organizationalUnit, "ＢＩＮ950341000052"),
      (.organizationalUnit, ""), (.organization, "ҮЛГІ ҰЙЫМ"), (.organization, ""),
      (.organizationIdentifier, "NTRKZ-950341000052"),
    ])
  func subjects(name: Attribute.Name, text: String) async throws {
    let subject = try DistinguishedName {
      CommonName("ҮЛГІ АДАМ")
      Attribute(.serialNumber, "IIN\(Signed.iin)")
      Attribute(name, text)
    }
    try await expectRefused { $0.subject = subject }
  }

  @Test("A certificate is refused if its organizational unit is not a text, and accepted if the unit is Students")
  func units() async throws {
    for (value, isRefused) in try [
      (RelativeDistinguishedName.Attribute.Value(ia5String: "BIN950341000052"), true),
      (.init(asn1Any: ASN1Any(erasing: ASN1OctetString(contentBytes: [66, 73, 78]))), true),
      (.init(utf8String: "Students"), false),
    ] {
      let unit = RelativeDistinguishedName(.init(type: [2, 5, 4, 11], value: value))
      let subject = DistinguishedName(try SampleCertificate(iin: Signed.iin).subject + [unit])
      let report = try await Signed.judge(cms: Signed.signer { $0.subject = subject }.sign(Signed.form.bytes))
      #expect(report.failure?.check == (isRefused ? .usage : nil), "\(report.steps)")
    }
  }

  @Test("A signature by an authority's certificate is invalid")
  func authority() async throws { try await expectRefused { $0.isAuthority = true } }
}
