import Foundation
import GoldenMessages
import QueueContracts
import Testing

/// Tests bodies that are made from other bodies.
struct BuildingTests {
  @Test("A request to a school has the form's values, and names the releasing school only for a transfer")
  func admissionRequest() throws {
    let form = try WireCodec.decode(ApplicationForm.self, from: Data(Golden.formWorst.utf8))
    let golden = try WireCodec.decode(SchoolAdmissionRequested.self, from: Data(Golden.admissionRequestedWorst.utf8))
    func request(_ form: ApplicationForm) -> SchoolAdmissionRequested {
      SchoolAdmissionRequested(
        applicationId: golden.applicationId, number: golden.number, submittedAt: golden.submittedAt,
        dueBy: golden.dueBy, arrival: golden.arrival, form: form)
    }

    let made = request(form)
    #expect(made.fromSchool == SchoolReference(bin: "961141000023"))
    #expect(made.documents == golden.documents && made.child == golden.child && made.applicant == golden.applicant)
    #expect(made.statusCategories == StatusCategory.allCases && made.grade == 12 && made.school.bin == "нет")

    var enrolment = form
    enrolment.service = .enrolment
    #expect(request(enrolment).fromSchool == nil)
  }

  @Test("A withdrawal is passed on with the same body")
  func withdrawals() throws {
    let told = try WireCodec.decode(ApplicationWithdrawn.self, from: Data(Golden.withdrawn.utf8))
    #expect(WireCodec.encode(TransferWithdrawn(telling: told)) == WireCodec.encode(told))
    #expect(WireCodec.encode(SchoolAdmissionWithdrawn(telling: told)) == WireCodec.encode(told))
  }

  @Test("A history entry has the values of its update")
  func historyEntry() throws {
    let update = try WireCodec.decode(ProcessingUpdated.self, from: Data(Golden.updatedTypical.utf8))
    let golden = try WireCodec.decode(HistoryEntry.self, from: Data(Golden.historyTypical.utf8))
    let entry = HistoryEntry(
      entryId: golden.entryId, update: update, postedAt: golden.postedAt, title: golden.title, text: golden.text,
      reasons: update.reasons.suffix(1).map { HistoryReason($0, text: ReasonText(golden.text)) })
    #expect(WireCodec.encode(entry) == WireCodec.encode(golden))
  }
}
