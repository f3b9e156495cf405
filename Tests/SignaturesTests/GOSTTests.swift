import Foundation
import QueueContracts
import Samples
import SwiftASN1
import Testing
import X509

@testable import Signatures

@Suite("Recognising GOST")
struct GOSTTests {
  private struct Node: CMSNode {
    func verify(cms: String, form: Data) async throws -> NCANodeAnswer { .refused }
  }

  @Test("A signature is GOST only if the signer's algorithm and the certificate's key are both GOST")
  func both() async throws {
    let cms = try Signed.signer().sign(Signed.form.bytes)
    for (signer, keys, kind) in [
      (true, true, SignatureKind.gost), (true, false, .eds), (false, true, .eds), (false, false, .eds),
    ] {
      let pretended = SampleSigner.pretendingGOST(cms, keys: keys, signer: signer)
      #expect(SignatureKind(of: .eds(cms: pretended)) == kind)
      let report = try await Signed.judge(cms: pretended)
      #expect(
        report.verdict == (kind == .gost ? .unsupported : signer || keys ? .invalid : .genuine), "\(report.steps)")
    }
  }

  @Test("Without NCANode a GOST signature is unsupported, even with roots, lists and keys configured")
  func withoutNode() async throws {
    let report = try await Signed.judge(cms: SampleSigner.pretendingGOST(Signed.signer().sign(Signed.form.bytes)))
    #expect(report.verdict == .unsupported)
    #expect(report.failure?.finding.contains("NCANODE_URL") ?? false)
  }

  @Test("The unsigned list of digests does not decide whether NCANode verifies the signature")
  func digestAlgorithms() async throws {
    let gost: ASN1ObjectIdentifier = [1, 2, 398, 3, 10, 1, 1, 2, 3, 2]
    let cms = try Self.adding(digest: gost, to: Signed.signer().sign(Signed.form.bytes))
    #expect(SignatureKind(of: .eds(cms: cms)) == .eds)
    for verifier in [Signed.verifier(), Signed.verifier { $0.node = Node() }] {
      #expect(try await Signed.judge(cms: cms, by: verifier).verdict == .genuine)
    }
  }

  @Test(
    "Object identifiers under the two roots of GOST algorithms, and no others, count as GOST",
    arguments: [
      ([1, 2, 398, 3, 10, 1, 1, 1], true), ([1, 2, 398, 3, 10, 1, 1, 1, 1], true), ([1, 2, 398, 3, 10, 1, 1, 2], true),
      ([1, 2, 398, 3, 10, 1, 1, 2, 2, 2], true), ([1, 2, 398, 3, 10, 1, 1, 2, 3, 2], true),
      ([1, 2, 398, 3, 10, 1, 1], false), ([1, 2, 398, 3, 10, 1, 1, 3], false), ([1, 2, 398, 3, 10, 1, 3, 1], false),
      ([1, 2, 840, 10_045, 4, 3, 2], false),
    ] as [([UInt], Bool)])
  func families(numbers: [UInt], isGOST: Bool) throws {
    var node = DER.Serializer()
    try node.appendConstructedNode(identifier: .sequence) { try $0.serialize(ASN1ObjectIdentifier(elements: numbers)) }
    #expect(try MessageAlgorithm(DER.parse(node.serializedBytes)).isGOST == isGOST)
  }

  @Test("CertificateIdentity reads the same issuer, serial number and key identifier as the certificate library")
  func identity() throws {
    for certificate in [try Signed.signer().certificate, Signed.rsaSigner.certificate, Signed.authority.issuer] {
      let identity = try CertificateIdentity(certificate.serializeAsPEM().derBytes[...])
      #expect(identity.issuer == certificate.issuer)
      #expect(identity.serialNumber == certificate.serialNumber)
      #expect(identity.keyIdentifier == (try certificate.extensions.subjectKeyIdentifier)?.keyIdentifier)
      #expect(!identity.keyAlgorithm.isGOST)
    }
  }

  @Test("A broken certificate does not crash CertificateIdentity")
  func brokenCertificates() throws {
    let good = try Signed.signer().certificate.serializeAsPEM().derBytes
    for length in 0..<good.count { #expect(throws: (any Error).self) { try CertificateIdentity(good[..<length]) } }
    for seed in FuzzTests.seeds(2000) {
      var random = SplitMix64(seed: seed)
      _ = try? CertificateIdentity(FuzzTests.damaged(good, &random)[...])
    }
  }

  /// The message with one more algorithm in its unsigned list of digests.
  private static func adding(digest: ASN1ObjectIdentifier, to cms: String) throws -> String {
    let root = try DER.parse(Array(Data(base64Encoded: cms)!)).members
    let fields = try root[1].members[0].members
    let inner = ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)
    var message = DER.Serializer()
    try message.appendConstructedNode(identifier: .sequence) { message in
      message.serialize(root[0])
      try message.appendConstructedNode(identifier: inner) { message in
        try message.appendConstructedNode(identifier: .sequence) { message in
          message.serialize(fields[0])
          try message.appendConstructedNode(identifier: .set) { set in
            for member in try fields[1].members { set.serialize(member) }
            try set.appendConstructedNode(identifier: .sequence) { try $0.serialize(digest) }
          }
          for field in fields.dropFirst(2) { message.serialize(field) }
        }
      }
    }
    return Data(message.serializedBytes).base64EncodedString()
  }
}
