import Foundation
import QueueContracts
import Samples
import Signatures
import SwiftASN1
import Testing
import TestTools
import X509

/// Tests forms that OpenSSL signed.
///
/// OpenSSL writes RSA signatures as signing programs do, can stream in BER, and lets several people sign one message.
@Suite("Messages that OpenSSL signed")
struct OpenSSLTests {
  let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Signed.form.bytes, to: "form")
    try write(Signed.authority.issuer.serializeAsPEM(), to: "issuer.pem")
  }

  private func write(_ document: PEMDocument, to name: String) throws {
    try folder.write(document.pemString + "\n", to: name)
  }

  /// The form's CMS, signed by these people, in base64.
  private func sign(_ signers: [SampleSigner], _ options: [String] = []) throws -> String {
    var arguments = [
      "cms", "-sign", "-binary", "-outform", "DER", "-in", "form", "-out", "cms", "-certfile", "issuer.pem",
    ]
    for (index, signer) in signers.enumerated() {
      try write(signer.certificate.serializeAsPEM(), to: "\(index).pem")
      try write(signer.key.serializeAsPEM(), to: "\(index).key")
      arguments += ["-signer", "\(index).pem", "-inkey", "\(index).key"]
    }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/openssl")
    process.arguments = arguments + options
    process.currentDirectoryURL = folder.url
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try Data(contentsOf: folder.file("cms")).base64EncodedString()
  }

  private func judge(_ cms: String) async throws -> SignatureReport {
    // OpenSSL writes the current time as the signing time, so the form has to be judged as of now.
    try await Signed.judge(cms: cms, at: .now)
  }

  @Test(
    "OpenSSL's signatures by RSA and ECDSA with SHA-2 are genuine, in all its formats of CMS",
    arguments: [
      [], ["-nodetach"], ["-keyid"], ["-md", "sha384"], ["-md", "sha512"], ["-noattr"], ["-nodetach", "-stream"],
      ["-nosmimecap", "-cades"],
    ])
  func genuine(options: [String]) async throws {
    for signer in [try Signed.signer(), Signed.rsaSigner] {
      let report = try await judge(sign([signer], options))
      #expect(report.verdict == .genuine, "\(report.steps)")
    }
  }

  @Test("OpenSSL's messages with weak digests, with RSA-PSS or without the certificate are refused")
  func refused() async throws {
    let cases: [(SampleSigner, [String], SignatureCheck)] = [
      (Signed.rsaSigner, ["-md", "sha1"], .algorithm), (try Signed.signer(), ["-md", "sha1"], .algorithm),
      (Signed.rsaSigner, ["-keyopt", "rsa_padding_mode:pss"], .algorithm), (Signed.rsaSigner, ["-nocerts"], .signature),
    ]
    for (signer, options, check) in cases {
      let report = try await judge(sign([signer], options))
      #expect(report.verdict == .invalid)
      #expect(report.failure?.check == check, "\(report.steps)")
    }
  }

  @Test("A message with two signers or none is refused")
  func signers() async throws {
    let two = try sign([Signed.signer(), Signed.signer(of: Signed.otherIIN)])
    #expect(try await judge(two).failure?.check == .signer)

    let cms = Data(base64Encoded: try sign([Signed.signer()]))!
    let none = try Self.withoutSigners(Array(cms))
    let report = try await judge(Data(none).base64EncodedString())
    #expect(report.failure?.check == .signer, "\(report.steps)")
  }

  /// The message with an empty set of signers.
  private static func withoutSigners(_ bytes: [UInt8]) throws -> [UInt8] {
    func members(_ node: ASN1Node) -> [ASN1Node] {
      if case .constructed(let nodes) = node.content { Array(nodes) } else { [] }
    }
    let root = members(try DER.parse(bytes))
    let fields = members(members(root[1])[0]).dropLast()
    var message = DER.Serializer()
    message.appendConstructedNode(identifier: .sequence) { message in
      message.serialize(root[0])
      message.appendConstructedNode(identifier: ASN1Identifier(tagWithNumber: 0, tagClass: .contextSpecific)) {
        message in
        message.appendConstructedNode(identifier: .sequence) { message in
          for field in fields { message.serialize(field) }
          message.appendConstructedNode(identifier: .set) { _ in }
        }
      }
    }
    return message.serializedBytes
  }
}
