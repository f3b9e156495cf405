import Admission
import Foundation
import Logging
import QueueContracts
import Samples
import TestSupport
import Testing
import TestTools
import WorkerBase
import WorkerRuntime

@testable import IntakeLookups

@Suite("The facts about an application")
struct LookupFactsTests {
  private static let photo = DocumentFact.picture(PictureSize(width: 360, height: 480))

  let folder: TemporaryFolder
  let log = TestLog()

  init() throws {
    folder = try TemporaryFolder()
    for file in TestFiles.documents { try folder.write(file.content, to: "documents/\(file.reference)") }
    try folder.write(TestFiles.registers, to: "registers.json")
    try folder.write(TestSigning.portal.publicKey, to: "keys.pem")
  }

  func lookups(_ change: [String: String] = [:]) async throws -> Lookups {
    let settings = [
      "DOCUMENTS_URL": "file://\(folder.path)/documents", "REGISTERS_URL": "file://\(folder.path)/registers.json",
      "SMS_ATTESTATION_KEYS": "\(folder.path)/keys.pem",
    ]
    return try await Lookups(Settings(settings.merging(change) { $1 }), logger: log.logger)
  }

  @Test("Facts about documents come in the form's order, together with the registers' answers")
  func together() async throws {
    let application = Families.enrolment(1) { form in
      form.documents[1].reference = "absent"
      form.documents[2].kind = .photo
    }
    let facts = try await lookups().facts(of: application)
    #expect(facts.documents == [.good, .unreadable, .noPicture, .good])
    #expect(facts.civilRegistration == .notFound)
    #expect(facts.signature == .genuine)
  }

  @Test("A document whose size differs from the form's claim is unreadable, even if both sizes are very large")
  func claimedSizes() async throws {
    try folder.write(Data(count: 100_000), to: "documents/\(DocumentKind.photo.rawValue)")
    let application = Families.enrolment(1) { form in
      form.documents[0].size = .max
      form.documents[2].size = 0
    }
    #expect(try await lookups().facts(of: application).documents == [.unreadable, .unreadable, .unreadable, .good])
  }

  @Test("A document that is larger than the rules allow is still read and compared with the form")
  func overTheLimit() async throws {
    let content = LookupPictures.pdf + Data(count: 6_000_000) + LookupPictures.pdf
    try folder.write(content, to: "documents/large")
    let application = Families.enrolment(1) { form in
      form.documents = [.claiming(content, "application/pdf", reference: "large")]
    }
    #expect(try await lookups().facts(of: application).documents == [.good])
  }

  @Test("In a form with 32 documents each gets its own fact")
  func many() async throws {
    let application = Families.enrolment(1) { form in
      let good = form.documents[0]
      form.documents = (0..<32).map { number in
        var document = good
        if number % 7 == 0 { document.reference = "absent" }
        return document
      }
    }
    let facts = try await lookups().facts(of: application).documents
    #expect(facts == (0..<32).map { $0 % 7 == 0 ? .unreadable : .good })
  }

  @Test("Only documents that a rule looks at are read")
  func onlyJudged() async throws {
    let application = Families.enrolment(1) { form in
      form.documents.append(.claiming(Data("none".utf8), "image/heic", kind: .pmpkConclusion, reference: "absent"))
      form.documents.append(.claiming(Data("none".utf8), "image/heic", kind: .healthForm063, reference: "absent"))
    }
    #expect(
      try await lookups().facts(of: application).documents == [
        .good, Self.photo, .good, .good, .notOpened, .unreadable,
      ])
    let child = application.form.form.child.iin
    let registers = #"{"civil-registration": {"\#(child)": {"parents": [], "birthDate": "2019-01-01"}}}"#
    try folder.write(registers, to: "registers.json")
    #expect(
      try await lookups().facts(of: application).documents == [
        .notOpened, Self.photo, .good, .good, .notOpened, .unreadable,
      ], "the register has the child, so no rule asks for the copy")
  }

  @Test("The facts include when each register was asked and when the documents were read")
  func times() async throws {
    let before = Timestamp.now
    let one = try await lookups().facts(of: Families.enrolment(1)).times
    let several = try await lookups().facts(of: Families.enrolment(1) { $0.statusCategories = [.unemployedParents] })
    let silent = try await lookups().facts(
      of: Families.enrolment(1) { ($0.consentToDataAccess, $0.documents) = (false, []) })
    #expect(Set(one.registers.keys) == [.civilRegistration])
    #expect(Set(several.times.registers.keys) == [.civilRegistration, .unemployment])
    #expect(silent.times == LookupTimes())
    let all =
      [one.registers.values, several.times.registers.values].flatMap(Array.init) + [one.documents].compactMap { $0 }
    #expect(all.count == 4 && all.allSatisfy { $0 >= before && $0 <= .now })
  }

  @Test("If another person has signed, no register is asked, and documents are still read")
  func anotherSigned() async throws {
    var application = Families.enrolment(1)
    let claims = SamplePortal.Claims(
      iin: Families.iin(77, adult: true), phone: "+77010000001", form: application.form.bytes,
      at: application.submittedAt.milliseconds / 1000 - 60)
    application.signature = .sms(attestation: try TestSigning.portal.attest(claims))
    try await TestServer.run(answering: { _ in HTTPResponse(404) }) { server, base in
      let facts = try await lookups(["REGISTERS_URL": base]).facts(of: application)
      #expect(facts.signature == .otherSigner)
      #expect(facts.civilRegistration == .notAsked && server.targets.isEmpty)
      #expect(facts.documents == [.notOpened, Self.photo, .good, .good])
    }
  }

  @Test("If the document store is down, `EnvironmentDown` is thrown; if a register is down, the facts say so")
  func outages() async throws {
    let down = "http://127.0.0.1:1"
    let facts = try await lookups(["REGISTERS_URL": down]).facts(of: Families.enrolment(1))
    #expect(facts.civilRegistration == .unavailable)
    #expect(facts.documents == [.good, Self.photo, .good, .good])
    await #expect(throws: EnvironmentDown.self) {
      try await lookups(["DOCUMENTS_URL": down]).facts(of: Families.enrolment(1))
    }
    await #expect(throws: EnvironmentDown.self) {
      try await lookups(["DOCUMENTS_URL": "file:///nowhere/at/all"]).facts(of: Families.enrolment(1))
    }
  }

  @Test("Documents and registers come from HTTP services if the settings say so")
  func overHTTP() async throws {
    try await TestServer.run(
      answering: { request in
        let content = TestFiles.documents.first { request.path == "/documents/\($0.reference)" }?.content
        return HTTPResponse(content == nil ? 404 : 200, body: content ?? Data())
      }
    ) { _, base in
      let lookups = try await lookups(["DOCUMENTS_URL": base + "/documents/", "REGISTERS_URL": base + "/registers"])
      let facts = try await lookups.facts(of: Families.enrolment(1))
      #expect(facts.documents == [.good, Self.photo, .good, .good])
      #expect(facts.civilRegistration == .notFound)
    }
  }

  @Test(
    "If a setting cannot be used, the error names it",
    arguments: [
      ("DOCUMENTS_URL", ""), ("REGISTERS_URL", ""), ("DOCUMENTS_URL", "ftp://host/dir"), ("REGISTERS_URL", "/etc/a"),
      ("DOCUMENTS_URL", "file://host/dir"), ("DOCUMENTS_URL", "http://"), ("REGISTERS_URL", "https://host/a?b=c"),
      ("REGISTERS_TIMEOUT_SECONDS", "0"), ("DOCUMENTS_TIMEOUT_SECONDS", "60"),
    ])
  func settings(key: String, value: String) async throws {
    let error = await #expect(throws: SettingsError.self) { _ = try await lookups([key: value]) }
    #expect(error?.key == key)
  }

  @Test("The folder of documents may have blanks in its name, written as blanks or percent-encoded")
  func blanks() async throws {
    try folder.write(LookupPictures.pdf, to: "my documents/a")
    let application = Families.enrolment(1) { form in
      form.documents = [.claiming(LookupPictures.pdf, "application/pdf")]
    }
    for name in ["my documents", "my%20documents"] {
      let lookups = try await lookups(["DOCUMENTS_URL": "file://\(folder.path)/\(name)"])
      #expect(try await lookups.facts(of: application).documents == [.good])
    }
  }
}
