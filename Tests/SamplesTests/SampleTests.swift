import Crypto
import Foundation
import QueueContracts
import Signatures
import Testing

@testable import Samples

/// Tests the applications that `admissionctl sample` makes.
///
/// The same seed makes the same applications. The contract's types can decode them, and the rules can judge them.
@Suite("The sample applications")
struct SampleTests {
  private static let count = SampleScenario.allCases.count * 2

  private static func applications(seed: UInt64 = 1) throws -> [SampleApplication] {
    let first = try #require(Timestamp("2026-04-01T09:00:00+05:00"))
    var town = try SampleTown(seed: seed, firstSubmission: first)
    return try (0..<count).map { try town.application($0) }
  }

  @Test("The same seed makes the same samples, and another seed makes other samples")
  func seeds() throws {
    func bytes(_ seed: UInt64) throws -> [Data] {
      try Self.applications(seed: seed).flatMap { [$0.message.form.bytes] + $0.documents.map(\.bytes) }
    }
    #expect(try bytes(7) == bytes(7))
    #expect(try Set(bytes(7)).isDisjoint(with: bytes(8)))
  }

  @Test("Every sample's signature is genuine, except in the scenario of a forged signature")
  func signatures() async throws {
    let first = try #require(Timestamp("2026-04-01T09:00:00+05:00"))
    var town = try SampleTown(seed: 1, firstSubmission: first)
    let files = Dictionary(uniqueKeysWithValues: try town.signatures.files.map { ($0.name, Data($0.text.utf8)) })
    let anchors = try TrustAnchors(pem: try #require(files["eds-trust-roots.pem"]))
    let lists = try RevocationListFile(pem: try #require(files["eds-crls.pem"]))
    var verifier = SignatureVerifier(
      anchors: anchors, revocations: try RevocationLists(lists, of: anchors),
      attestationKeys: try AttestationKeys(pem: try #require(files["sms-attestation-keys.pem"])))
    verifier.requiresLists = true
    for index in 0..<Self.count {
      let application = try town.application(index)
      let report = try await verifier.judge(application.message)
      #expect(report.verdict == (application.scenario == .forged ? .invalid : .genuine), "\(application.scenario)")
    }
  }

  @Test("Every sample's message is decoded by its contract without a change")
  func contract() throws {
    for application in try Self.applications() {
      let body = WireCodec.encode(application.message)
      #expect(try WireCodec.decode(ApplicationSubmitted.self, from: body) == application.message)
    }
  }

  @Test("Every sample's IINs are valid, except the child's in the scenario of a wrong IIN")
  func validNumbers() throws {
    for application in try Self.applications() {
      let form = application.message.form.form
      #expect(IIN(form.applicant.iin) != nil)
      #expect((IIN(form.child.iin) == nil) == (application.scenario == .childIinWrong))
      #expect(BIN(form.school.bin) != nil)
    }
  }

  @Test("A child of the samples applies once, except in the scenario of a duplicate")
  func oneApplication() throws {
    let applications = try Self.applications()
    let children = applications.filter { $0.scenario != .duplicate }.map(\.message.form.form.child.iin)
    #expect(Set(children).count == children.count)
    for (index, application) in applications.enumerated() where application.scenario == .duplicate {
      let first = try #require(applications[..<index].last { $0.scenario == .enrolmentKazakh }).message.form.form
      #expect(application.message.form.form.child == first.child)
      #expect(application.message.form.form.applicant.iin != first.applicant.iin)
    }
  }

  @Test("The samples' unemployment register has exactly the applicants whose applications wait for its answer")
  func unemployment() throws {
    let first = try #require(Timestamp("2026-04-01T09:00:00+05:00"))
    var town = try SampleTown(seed: 1, firstSubmission: first)
    for index in 0..<Self.count {
      let application = try town.application(index)
      let form = application.message.form.form
      let waits = application.scenario == .registerWaited
      #expect(form.statusCategories.contains(.unemployedParents) == waits, "\(application.scenario)")
      #expect((town.registers.unemployment[form.applicant.iin] != nil) == waits, "\(application.scenario)")
    }
  }

  @Test("A sample's documents have the sizes, hashes and kinds that its form states")
  func documents() throws {
    for application in try Self.applications() {
      #expect(application.message.form.form.documents == application.documents.map(\.attached))
      for document in application.documents {
        #expect(document.attached.size == document.bytes.count)
        #expect(document.attached.sha256 == SHA256.hash(data: document.bytes).hexDigits)
        #expect(document.attached.reference == "sha256/\(SHA256.hash(data: document.bytes).hexDigits)")
        let opening: [UInt8] = document.attached.kind == .photo ? [0x89, 0x50, 0x4E, 0x47] : Array("%PDF-".utf8)
        #expect(document.bytes.starts(with: opening))
      }
    }
  }

  @Test("A sample's photo is an image of 360 × 480 pixels")
  func photo() throws {
    let photo = try #require(try Self.applications()[0].documents.first { $0.attached.kind == .photo }).bytes
    #expect(Array(photo[16..<24]) == [0, 0, 1, 0x68, 0, 0, 1, 0xE0])
    #expect(Array(photo.suffix(12)) == [0, 0, 0, 0, 0x49, 0x45, 0x4E, 0x44, 0xAE, 0x42, 0x60, 0x82])
  }

  @Test("A sample's PDF page has an end marker and a table with the right offset of each object")
  func pdfPage() throws {
    let file = String(decoding: PDFPage(lines: ["A (bracketed) line"]).encoded(), as: UTF8.self)
    #expect(file.hasSuffix("%%EOF\n"))
    let rows = file.split(separator: "\n").filter { $0.hasSuffix(" 00000 n ") }
    #expect(rows.count == 5)
    for (number, row) in rows.enumerated() {
      let offset = try #require(Int(row.prefix(10)))
      #expect(file.utf8.dropFirst(offset).starts(with: "\(number + 1) 0 obj".utf8))
    }
  }

  @Test("The scenario of a used slip repeats the slip of another transfer for another child")
  func usedSlip() throws {
    let applications = try Self.applications()
    let slips = applications.compactMap { application in
      application.message.form.form.transfer.map { (application.scenario, $0.deregistrationSlip) }
    }
    let held = try #require(slips.first { $0.0 == .transferKazakh }).1
    let used = try #require(slips.first { $0.0 == .slipUsed }).1
    #expect(held.number == used.number && held.fromSchoolBin == used.fromSchoolBin && held.childIin != used.childIin)
  }
}
