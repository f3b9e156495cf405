import Foundation
import QueueContracts
import WorkerRuntime
import WorkerTesting

/// Made-up families.
enum Families {
  static func request(_ categories: StatusCategory...) -> SchoolAdmissionRequested {
    let json = """
      {"service": "enrolment", "language": "kk", "applicant": {"iin": "850101300004", "familyName": "Серік",
      "givenName": "Айша", "relation": "parent"}, "child": {"iin": "190512600005", "familyName": "Серік",
      "givenName": "Әлия", "birthDate": "2019-05-12"}, "school": {"bin": "950341000052"}, "grade": 1,
      "instructionLanguage": "kk"}
      """
    guard var form = try? WireCodec.decode(ApplicationForm.self, from: Data(json.utf8)),
      let number = ApplicationNumber("10100000000001")
    else { preconditionFailure("the made-up form cannot be read") }
    form.statusCategories = categories
    return SchoolAdmissionRequested(
      applicationId: ApplicationID(uuid: UUID()), number: number, submittedAt: .now, dueBy: nil, arrival: 1, form: form)
  }

  /// Messages about two families that receive targeted social assistance.
  static let two = (0..<2).map { _ in
    Publication(sending: request(.targetedSocialAssistance), id: MessageID(uuid: UUID()))
  }
}
