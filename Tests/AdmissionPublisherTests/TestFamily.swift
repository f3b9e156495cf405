import AdmissionPublisher
import Crypto
import Foundation
import QueueContracts

/// A made-up family that applies.
enum TestFamily {
  static let key = P256.Signing.PrivateKey()
  static let time = Date(timeIntervalSince1970: 1_775_016_000)

  static func form(givenName: String = "Бала") -> ApplicationForm {
    ApplicationForm(
      service: .enrolment, language: .kk,
      applicant: Applicant(
        iin: "850101300005", familyName: "Үлгі", givenName: "Ана", relation: .parent, phone: "+77010000001"),
      child: Child(
        iin: "190512600003", familyName: "Үлгі", givenName: givenName, birthDate: CivilDate("2019-05-12")!),
      school: SchoolReference(bin: "950341000052"), grade: 1, instructionLanguage: "kk")
  }

  static func application(_ id: UUID = UUID(), givenName: String = "Бала") throws -> NewApplication {
    try NewApplication(id: id, number: "10100000000001", submittedAt: time, form: form(givenName: givenName))
  }

  static func message(_ id: UUID = UUID()) throws -> PortalMessage {
    try application(id).attested(
      by: AttestationKey(pem: key.pemRepresentation), phone: "+77010000001", confirmedAt: time)
  }

  static func entry(
    _ id: UUID = UUID(), of application: UUID, status: Status = .inProcessing, step: ProcessingStep = .intake,
    second: Double = 0
  ) -> HistoryEntry {
    let words = LocalizedText(kk: "Өтініш", ru: "Заявление", en: "Application")
    let update = ProcessingUpdated(
      applicationId: ApplicationID(uuid: application), number: ApplicationNumber("10100000000001")!,
      recipientIin: "850101300005", service: .enrolment, language: .kk, status: status,
      resolution: status == .completed ? .positive : nil, step: step,
      occurredAt: Timestamp(time.addingTimeInterval(second)), dueBy: nil,
      school: SchoolReference(bin: "950341000052"), childName: "Бала Ү.", grade: 1, reasons: [])
    return HistoryEntry(
      entryId: MessageID(uuid: id), update: update, postedAt: Timestamp(time.addingTimeInterval(second + 1)),
      title: words, text: words, reasons: [])
  }
}
