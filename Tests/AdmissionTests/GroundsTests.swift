import Admission
import Foundation
import QueueContracts
import Testing

/// The grounds (the facts of a judgement) hold enough to judge an application again, and no personal data.
@Suite("The grounds of a judgement")
struct GroundsTests {
  static func record(of form: ApplicationForm, at submittedAt: Timestamp) -> ApplicationRecord {
    ApplicationRecord(
      id: ApplicationID(uuid: UUID(uuid: (1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))),
      number: ApplicationNumber("17")!, service: form.service, language: form.language,
      applicantIin: form.applicant.iin, childIin: form.child.iin, childName: nil, school: form.school,
      submittedAt: submittedAt, dueBy: submittedAt)
  }

  private static func read(_ json: String) throws -> Grounds {
    try JSONDecoder().decode(Grounds.self, from: Data(json.utf8))
  }

  @Test(
    "Judging an application again from its stored grounds gives the same findings",
    arguments: RuleCases.all)
  func sameAgain(_ rule: RuleCase) throws {
    let submittedAt = try #require(Timestamp(rule.submittedAt))
    var facts = rule.facts
    facts.times.documents = submittedAt
    facts.times.registers[.civilRegistration] = submittedAt
    let submission = Submission(form: rule.form, facts: facts, edition: .builtIn, submittedAt: submittedAt)
    guard case .judged(let reasons) = IntakeRules.judge(submission) else { return }

    let grounds = Grounds(submission, reasons: reasons)
    #expect(try Self.read(grounds.json) == grounds)
    let again = grounds.submission(of: Self.record(of: rule.form, at: submittedAt), by: .builtIn)
    #expect(
      IntakeRules.applicable(to: again).map { $0.findings(again) }
        == IntakeRules.applicable(to: submission).map { $0.findings(submission) })
    #expect(
      again.registers == submission.registers && again.applicantLacksStanding == submission.applicantLacksStanding)
  }

  static let papers: [(String, ApplicationForm)] = [
    ("papers that agree", Forms.transfer()),
    ("from the school to itself", Forms.transfer { $0.transfer?.fromSchool = SchoolReference(bin: Forms.school) }),
    ("another child's slip", Forms.transfer { $0.transfer?.deregistrationSlip.childIin = "1" }),
    ("another school's slip", Forms.transfer { $0.transfer?.deregistrationSlip.fromSchoolBin = "1" }),
    ("a slip for another grade", Forms.transfer { $0.transfer?.deregistrationSlip.grade = 9 }),
    ("an identity card with an impossible number", Forms.transfer { $0.transfer?.identityDocument.number = "1" }),
    ("a passport", Forms.transfer { $0.transfer?.identityDocument = IdentityDocument(type: .passport, number: "N1") }),
    (
      "a passport without a number",
      Forms.transfer { $0.transfer?.identityDocument = IdentityDocument(type: .passport, number: "") }
    ),
  ]

  @Test("Judging a transfer by its grounds gives the same reasons as judging its papers", arguments: papers)
  func transfer(name: String, form: ApplicationForm) throws {
    let submission = Submission(
      form: form, facts: Forms.facts(of: form), edition: .builtIn,
      submittedAt: try #require(Timestamp("2026-06-11T09:00:00+05:00")))
    let grounds = Grounds(submission, reasons: [])
    #expect(try Self.read(grounds.json) == grounds)
    #expect(grounds.transferReasons == TransferRules.reasons(form))
  }

  @Test(
    "The grounds hold no name, IIN, telephone, date of birth, paper's number or document's reference",
    arguments: [
      Forms.enrolment { $0.applicant.relation = .legalRepresentative }, Forms.transfer(),
    ])
  func privacy(form: ApplicationForm) throws {
    var form = form
    form.applicant.phone = "+77010000000"
    form.documents[0].fileName = "Айша.pdf"
    let facts = Forms.facts(of: form) { $0.guardianship = .found(GuardianRecord(guardian: Forms.otherAdult)) }
    let submission = Submission(
      form: form, facts: facts, edition: .builtIn, submittedAt: try #require(Timestamp("2026-06-11T09:00:00+05:00")))
    let json = Grounds(submission, reasons: []).json
    for personal in [
      form.applicant.iin, form.applicant.familyName, form.applicant.givenName, "7010000000", form.child.iin,
      form.child.givenName, "2019-05-12", "Айша", Forms.otherAdult, "A-17", "012345678", form.documents[0].reference,
      form.documents[0].sha256, Forms.school, Forms.otherSchool,
    ] {
      #expect(!json.contains(personal), "\(json)")
    }
    // The JSON holds only words of the program, which are ASCII.
    #expect(json.utf8.allSatisfy { $0 < 0x80 })
  }
}
