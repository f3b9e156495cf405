import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import TestTools
import WorkerRuntime
import WorkerStore

/// Tests what the store alone tells an operator about how applications were judged.
@Suite("Judgements as the store recorded them")
struct CLIRecordedTests {
  private let folder: TemporaryFolder
  private let store: any AdmissionStore
  private static let judgedAt = Timestamp("2026-04-01T09:00:05+05:00")!

  init() async throws {
    folder = try TemporaryFolder()
    store = try await StoreURL("sqlite://\(folder.path)/store.sqlite").open()
  }

  private func run(_ arguments: [String]) throws -> (status: Int32, output: String, complaint: String) {
    let (status, output, complaint) = try AdmissionCtlProcess(
      settings: ["STORE_URL": "sqlite://\(folder.path)/store.sqlite", "AUDIT_LOG": "\(folder.path)/audit"]
    ).run(arguments)
    return (status, output, complaint)
  }

  /// Judges by the built-in edition, as intake does, and stores the judgement.
  private func keep(_ application: ApplicationSubmitted, _ facts: Facts, recorded: Bool = true) async throws {
    let form = application.form.form
    let submission = Submission(
      form: form, facts: facts, edition: .builtIn, submittedAt: application.submittedAt)
    guard case .judged(let reasons) = IntakeRules.judge(submission) else { return }
    let record = ApplicationRecord(
      id: application.applicationId, number: application.number, service: form.service, language: form.language,
      applicantIin: form.applicant.iin, childIin: form.child.iin, childName: form.child.shortName, grade: form.grade,
      school: form.school, submittedAt: application.submittedAt, dueBy: application.submittedAt)
    let judgement = Judgement(application, facts: facts, reasons: reasons, at: Self.judgedAt)
    try await store.transaction(inbox: [], ledger: Ledger.Keys()) { _, ledger in
      ledger.enter(record)
      if recorded { ledger.keep(judgement) }
    }
  }

  private func all() async throws -> [ApplicationRecord] {
    let time = Timestamp(milliseconds: 0)..<Timestamp(milliseconds: .max)
    return try await store.applications(submitted: time, after: nil, limit: 100)
  }

  private static func facts(of form: ApplicationForm, _ documents: [DocumentFact]? = nil) -> Facts {
    var facts = Facts(
      civilRegistration: .found(CivilRecord(parents: [form.applicant.iin], birthDate: form.child.birthDate)),
      documents: documents ?? form.documents.map { _ in .good })
    facts.times.registers[.civilRegistration] = judgedAt
    facts.times.documents = judgedAt
    return facts
  }

  /// The part of the output that `judge FILE` and `judge --recorded ID` have in common.
  private struct Said: Decodable, Equatable {
    struct Rule: Decodable, Equatable {
      let code: String
      let found: [String]
    }

    let outcome: String
    let reasons: [Reason]
    let rules: [Rule]
  }

  static let spoilt: [(name: String, change: @Sendable (inout ApplicationForm) -> Void)] = [
    ("all right", { _ in }), ("no consent", { $0.consentToDataAccess = false }),
    ("a document missing", { $0.documents.removeLast() }), ("a wrong number", { $0.child.iin = "1" }),
    ("too young", { $0.child.birthDate = CivilDate("2021-01-01")! }),
    ("documents too large", { $0.documents[0].size = 6_000_000 }),
  ]

  @Test("`judge --recorded` prints the same judgement as `judge` without look-ups", arguments: spoilt.indices)
  func sameAsLive(index: Int) async throws {
    for application in [
      Families.enrolment(1) { Self.spoilt[index].change(&$0) },
      Families.enrolment(2) {
        $0.service = .homeSchooling
        Self.spoilt[index].change(&$0)
      },
      Families.transfer(3) { Self.spoilt[index].change(&$0) },
    ] {
      let form = application.form.form
      let path = "\(folder.path)/form.json"
      try WireCodec.encode(application).write(to: URL(fileURLWithPath: path))
      let live = try run(["judge", path, "--json"])
      // Like the command `judge` above, this judgement knows no answers of registers and no documents.
      try await keep(application, Facts())
      let again = try run(["judge", "--recorded", application.applicationId.description, "--json"])
      #expect(again.status == 0 && again.complaint.isEmpty, "\(again)")
      let said = try [live, again].map { try JSONDecoder().decode(Said.self, from: Data($0.output.utf8)) }
      #expect(said[0] == said[1])
      for personal in [form.applicant.iin, form.child.iin, form.child.givenName] where personal.count > 1 {
        #expect(!again.output.contains(personal))
      }
    }
  }

  @Test("`judge --recorded` and `where` show each look-up with its time, and name nobody")
  func told() async throws {
    let application = Families.enrolment(1) { $0.documents.removeLast() }
    let form = application.form.form
    try await keep(
      application, Self.facts(of: form, [.notOpened, .picture(PictureSize(width: 600, height: 800)), .good]))
    let id = application.applicationId.description
    for words in [["judge", "--recorded", id], ["where", id]] {
      let (status, output, complaint) = try run(words)
      #expect(status == 0 && complaint.isEmpty, "\(complaint)")
      #expect(output.contains("civil-registration: found, names the applicant (2026-04-01 09:00:05)"), "\(output)")
      #expect(output.contains("photo: a picture of 600×800 px") && output.contains(RulesEdition.builtIn.name))
      for personal in [form.applicant.iin, form.child.iin, form.child.givenName] {
        #expect(!output.contains(personal))
      }
    }
    let json = try run(["where", id, "--json"]).output
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let judgement = try #require(object["judgement"] as? [String: Any])
    #expect(judgement["edition"] as? String == RulesEdition.builtIn.name)
    #expect(judgement["judgedAt"] as? String == Self.judgedAt.description)
    #expect(judgement["reasons"] as? [String] == ["document.missing:healthForm026"])
    #expect((judgement["facts"] as? [[String: Any]])?.count == 5)
    let events = (object["timeline"] as? [[String: Any]])?.compactMap { $0["event"] as? String }
    #expect(events?.contains("judged") == true)
    #expect(try run(["judge", "--recorded", id, "--personal"]).output.contains(form.applicant.iin))

    let number = application.number.text
    for words in [["judge", "--recorded"], ["where"], ["history", "--application"]] {
      let (status, output, complaint) = try run(words + [number, "--json"])
      #expect(status == 0, "\(words): \(complaint)")
      #expect(try output == run(words + [id, "--json"]).output)
      let unknown = try run(words + ["A-17"])
      #expect(unknown.status == 1 && unknown.complaint.contains("No application with this number"), "\(unknown)")
    }
  }

  @Test("`judge --recorded` fails with one sentence if the application is unknown or its judgement is not recorded")
  func notRecorded() async throws {
    let application = Families.enrolment(1)
    let id = application.applicationId.description
    let unknown = try run(["judge", "--recorded", id])
    #expect(unknown.status == 1 && unknown.complaint.contains("No application with this id"), "\(unknown)")
    try await keep(application, Self.facts(of: application.form.form), recorded: false)
    let older = try run(["judge", "--recorded", id])
    #expect(older.status == 1 && older.complaint.contains("not recorded how it was judged"), "\(older)")
    #expect(try run(["judge", "--recorded", "seventeen"]).status == 2)
    #expect(try run(["judge"]).status == 2)
  }

  @Test("`rules try` names the applications that would be judged differently, counts them by rule, and stores nothing")
  func trial() async throws {
    for number in 1...5 {
      let application = Families.enrolment(number)
      let isSmall = number <= 2
      let facts = Self.facts(
        of: application.form.form,
        application.form.form.documents.map { document in
          document.kind != .photo
            ? .good : .picture(PictureSize(width: isSmall ? 300 : 600, height: isSmall ? 400 : 800))
        })
      try await keep(application, facts, recorded: number < 5)
    }
    let file = """
      {"editions": [{
        "name": "smaller photo", "firstGrade": { "from": "04-01", "to": "08-01", "age": 6 },
        "services": {
          "enrolment": { "documents": ["photo", "healthForm063", "healthForm026"], "answerWorkingDays": 1 },
          "homeSchooling": { "documents": ["photo"], "answerWorkingDays": 1 },
          "transfer": { "documents": ["identityDocument"], "answerWorkingDays": 1 }
        },
        "attachmentBytes": 5242880,
        "photo": { "ratioWidth": 3, "ratioHeight": 4, "tolerancePercent": 5, "leastWidth": 300, "leastHeight": 400,
          "greatestSide": 20000 }
      }]}
      """
    let ids = try await all().map(\.id)
    let before = (try await all(), try await store.judgements(of: ids))
    let words = ["rules", "try", "FILE:\(file)", "--since", "2026-01-01"]
    let (status, output, complaint) = try run(words + ["--json", "--verbose"])
    #expect(status == 0 && complaint.isEmpty, "\(complaint)")
    struct Report: Decodable {
      struct Outcomes: Decodable { let same, acceptedInsteadOfRefused, cannotBeTold: Int }
      struct Rule: Decodable { let code: String; let begins, ends, cannotBeTold: Int }
      struct Change: Decodable { let number: String; let was, would: [String] }
      let applications: Int
      let notRecorded: Int
      let outcomes: Outcomes
      let rules: [Rule]
      let changes: [Change]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(output.utf8))
    #expect(report.applications == 4 && report.notRecorded == 1)
    #expect(report.outcomes.same == 2 && report.outcomes.acceptedInsteadOfRefused == 2)
    #expect(report.rules.map(\.code) == ["photo.wrongFormat"] && report.rules.first?.ends == 2)
    #expect(Set(report.changes.map(\.number)) == Set([1, 2].map { Families.enrolment($0).number.text }))
    #expect(report.changes.allSatisfy { $0.was == ["photo.wrongFormat:photo"] && $0.would.isEmpty })

    let text = try run(words).output
    #expect(text.contains("accepted instead of refused") && text.contains("photo.wrongFormat:photo"))
    #expect(try run(["rules", "try", "2024", "--since", "2026-01-01"]).status == 0)
    #expect(
      try run(["rules", "try", "source", "--since", "2027-01-01", "--json"]).output.contains("\"applications\":0"))
    #expect(try run(["rules", "try", "source", "--since", "yesterday"]).status == 2)
    let after = (try await all(), try await store.judgements(of: ids))
    #expect(after.0 == before.0 && after.1 == before.1)
  }
}
