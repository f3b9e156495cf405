import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import TestTools

@testable import IntakeLookups

private let child = RegisteredFamily.child
private let parent = RegisteredFamily.parent
private let otherAdult = RegisteredFamily.otherAdult
private let form = RegisteredFamily.form

@Suite("State registers as a file")
struct LookupRegisterFileTests {
  let folder: TemporaryFolder
  let log = TestLog()
  let registers: RegisterLookups

  init() throws {
    folder = try TemporaryFolder()
    registers = RegisterLookups(
      source: FileRegisterSource(path: folder.path + "/registers.json", logger: log.logger), logger: log.logger)
  }

  func facts(_ json: String, _ change: (inout ApplicationForm) -> Void = { _ in }) async throws -> Facts {
    try folder.write(json, to: "registers.json")
    var form = form
    change(&form)
    return try await registers.facts(of: form)
  }

  @Test("A register in a file answers found, not found or unavailable")
  func triState() async throws {
    let facts = try await facts(
      """
      {"civil-registration": {"\(child)": {"parents": ["\(parent)", "\(otherAdult)"], "birthDate": "2019-05-13"}},
       "social-assistance": {"\(parent)": {"since": "2025-01-01"}},
       "unemployment": {"\(parent)": {}}, "unavailable": ["unemployment"]}
      """)
    #expect(
      facts.civilRegistration
        == .found(CivilRecord(parents: [parent, otherAdult], birthDate: CivilDate("2019-05-13")!)))
    #expect(facts.socialAssistance == .found(true))
    #expect(facts.unemployment == .unavailable)
    #expect(facts.guardianship == .notFound)
  }

  @Test("The guardian is found by the child's IIN")
  func guardian() async throws {
    let facts = try await facts(#"{"guardianship": {"\#(child)": {"guardian": "\#(otherAdult)"}}}"#)
    #expect(facts.guardianship == .found(GuardianRecord(guardian: otherAdult)))
  }

  @Test("Only the registers that the form needs are asked")
  func needed() async throws {
    let facts = try await facts("{}") { form in
      form.applicant.relation = .parent
      form.statusCategories = []
    }
    #expect(facts.civilRegistration == .notFound)
    #expect(facts.socialAssistance == .notAsked)
    #expect(facts.unemployment == .notAsked)
    #expect(facts.guardianship == .notAsked)
  }

  @Test("Without consent no register in a file is asked")
  func consent() async throws {
    let facts = try await facts(#"{"unavailable": ["civil-registration"]}"#) { $0.consentToDataAccess = false }
    #expect(facts.civilRegistration == .notAsked)
    #expect(facts.guardianship == .notAsked)
  }

  @Test("A number that cannot be an IIN is not found, even in a register that is unavailable")
  func invalidIIN() async throws {
    let facts = try await facts(#"{"civil-registration": {"1": {}}, "unavailable": ["guardianship"]}"#) {
      $0.child.iin = "1"
    }
    #expect(facts.civilRegistration == .notFound)
    #expect(facts.guardianship == .notFound)
  }

  @Test("A civil record may lack the parents and the birth date; then the birth date in the form counts")
  func partial() async throws {
    let facts = try await facts(#"{"civil-registration": {"\#(child)": {"parents": null}}}"#)
    #expect(facts.civilRegistration == .found(CivilRecord(parents: [], birthDate: form.child.birthDate)))
  }

  @Test(
    "A register whose record cannot be read counts as unavailable",
    arguments: ["true", "null", "[]", #"{"parents": "none"}"#, #"{"parents": [1]}"#, #"{"birthDate": "12.05.2019"}"#])
  func unreadableRecord(_ record: String) async throws {
    let facts = try await facts(
      """
      {"civil-registration": {"\(child)": \(record)}, "guardianship": {"\(child)": {"guardian": null}},
       "social-assistance": {"\(parent)": []}}
      """)
    #expect(facts.civilRegistration == .unavailable)
    #expect(facts.guardianship == .unavailable)
    #expect(facts.socialAssistance == .unavailable)
    // The civil register might name another parent, who might be registered.
    #expect(facts.unemployment == .unavailable)
    #expect(log.lines.contains("warning A state register's record cannot be read [detail: civil-registration]"))
    #expect(!log.lines.contains { $0.contains(child) })
  }

  @Test(
    "If the file is broken, every register is unavailable",
    arguments: ["", "[]", "{", #"{"unavailable": "all"}"#, #"{"guardianship": []}"#])
  func broken(_ json: String) async throws {
    let facts = try await facts(json)
    #expect(facts.civilRegistration == .unavailable)
    #expect(facts.unemployment == .unavailable)
    #expect(log.lines.contains { $0.hasPrefix("warning A file cannot be used") })
  }

  @Test("The file is read again when it changes, breaks, disappears or comes back")
  func changes() async throws {
    let found = #"{"civil-registration": {"\#(child)": {}}}"#
    #expect(try await registers.facts(of: form).civilRegistration == .unavailable)
    let record = CivilRecord(parents: [], birthDate: form.child.birthDate)
    #expect(try await facts(found).civilRegistration == .found(record))
    #expect(try await facts("{}").civilRegistration == .notFound)
    #expect(try await facts("{").civilRegistration == .unavailable)
    #expect(try await facts("{}").civilRegistration == .notFound)
    try folder.remove("registers.json")
    #expect(try await registers.facts(of: form).civilRegistration == .unavailable)
    #expect(try await facts("{}").civilRegistration == .notFound)
  }

  @Test("The file is read again even if a change keeps its length and its modification time")
  func inPlace() async throws {
    let path = folder.path + "/registers.json"
    for _ in 0..<20 {
      for (name, answer) in [("guardianship", Lookup<GuardianRecord>.unavailable), ("unemployment", .notFound)] {
        let text = #"{"unavailable": ["\#(name)"]}"#
        try Data(text.utf8).write(to: URL(filePath: path))
        #expect(try await registers.facts(of: form).guardianship == answer)
      }
    }
  }
}
