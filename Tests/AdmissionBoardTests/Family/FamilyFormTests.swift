import Admission
import CitizenTexts
import Foundation
import IntakeLookups
import QueueContracts
import Samples
import Testing

@testable import AdmissionBoard

@Suite("The form that a family fills in")
struct FamilyFormTests {
  private static let today = FamilySandbox.start.day

  private func problems(_ draft: FormDraft, in sandbox: FamilySandbox) throws -> [FormProblem] {
    let reading = FormReading(draft, language: .ru, today: Self.today)
    let facts = try ContentCheck.facts(of: draft.documents, in: "\(sandbox.path)/documents")
    return FormCheck(edition: .builtIn, submittedAt: FamilySandbox.start).problems(of: reading, facts: facts)
  }

  @Test("The form of every made-up family is read back as it was filled in", arguments: Situation.allCases)
  func roundTrip(_ situation: Situation) async throws {
    let form = try await FamilySandbox().form(situation)
    let reading = FormReading(FormDraft(form), language: form.language, today: Self.today)
    #expect(reading.problems == [])
    #expect(reading.form == form)
  }

  @Test(
    "A reason for a refusal is shown beside its field before the form is sent",
    arguments: [
      (Situation.accepted, []), (.specialSchool, []), (.guardian, []), (.homeSchooling, []), (.transfer, []),
      (.registerDown, []), (.missingPhoto, ["document-photo"]), (.missingHealthForm, ["document-healthForm026"]),
      (.photoWrongSize, ["document-photo"]), (.documentDamaged, ["document-healthForm063"]),
      (.documentsTooLarge, ["documents"]), (.noConsent, ["consent"]), (.childIinWrong, ["childIin"]),
      (.tooYoung, ["childBirthDate"]), (.sameSchool, ["school"]), (.slipMismatch, ["slipGrade", "slipChildIin"]),
      (.identityMismatch, ["identityNumber"]),
    ] as [(Situation, [String])])
  func places(_ situation: Situation, _ places: [String]) async throws {
    let sandbox = try await FamilySandbox()
    let found = try problems(FormDraft(sandbox.form(situation)), in: sandbox)
    #expect(found.map(\.place.id) == places)
    #expect(found.filter(\.isInTheWay).isEmpty)
  }

  @Test("All missing answers and documents are shown at once, in the order of the page", arguments: Service.allCases)
  func everythingMissing(_ service: Service) async throws {
    let found = try problems(FormDraft(service), in: try await FamilySandbox())
    let fields = FormField.of(service).filter { !$0.isOptional }
    #expect(found.filter(\.isInTheWay).map(\.place) == fields.map(FormPlace.field))
    let reasons = found.filter { !$0.isInTheWay }.map(\.place.id)
    switch service {
    case .enrolment:
      #expect(reasons == ["document-photo", "document-healthForm063", "document-healthForm026", "consent"])
    case .homeSchooling:
      #expect(
        reasons == [
          "document-photo", "document-healthForm063", "document-healthForm026", "document-medicalCommissionConclusion",
          "consent",
        ])
    case .transfer: #expect(reasons == ["document-identityDocument", "document-deregistrationSlip", "consent"])
    }
  }

  @Test("A value that the contract cannot hold is shown as a problem of its field")
  func bounds() async throws {
    let sandbox = try await FamilySandbox()
    var draft = FormDraft(try sandbox.form(.accepted))
    draft[.childFamilyName] = "Ann3"
    draft[.applicantGivenName] = "<b>Ana</b>"
    draft[.childBirthDate] = "31.02.2019"
    draft[.applicantPhone] = "12"
    draft[.childIin] = String(repeating: "1", count: 300)
    #expect(
      try problems(draft, in: sandbox) == [
        .noName(.childFamilyName), .tooLong(.childIin), .noDate(.childBirthDate), .noName(.applicantGivenName),
        .noPhone(.applicantPhone),
      ])
  }

  @Test("A date is read as people write it", arguments: ["12.05.2019", "12.5.2019", "2019-05-12", "12/05/2019"])
  func dates(_ text: String) async throws {
    var draft = FormDraft(try await FamilySandbox().form(.accepted))
    draft[.childBirthDate] = text
    let reading = FormReading(draft, language: .kk, today: Self.today)
    #expect(reading.form.child.birthDate == CivilDate("2019-05-12"))
    #expect(reading.problems == [])
  }

  @Test("A form for another service begins with the family's data and with those documents that the service needs")
  func anotherService() async throws {
    let form = try await FamilySandbox().form(.accepted)
    let draft = FormDraft(.transfer, of: form)
    #expect(draft[.childIin] == form.child.iin)
    #expect(draft[.school].isEmpty)
    #expect(draft.documents.isEmpty)
    #expect(FormDraft(.homeSchooling, of: form).documents == form.documents)
  }
}
