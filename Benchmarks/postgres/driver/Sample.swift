import Admission
import Foundation
import QueueContracts
import WorkerRuntime

/// One application and its outputs, as large as real ones; the same number gives the same application.
struct Sample: Sendable {
  let record: ApplicationRecord
  let message: MessageID
  /// A second message id that is looked up in the inbox; the inbox has it if the application had to wait.
  let waiting: MessageID
  let signature: String
  let judgement: Judgement
  let outputs: [Output]
  let entry: HistoryEntry

  init(number: Int, schools: Int) {
    let id = ApplicationID(uuid: Self.uuid(1, number))
    let school = SchoolReference(bin: Self.schools[(Self.offset + number % schools) % Self.schools.count])
    record = ApplicationRecord(
      id: id, number: ApplicationNumber("2026-\(number)")!, service: .enrolment, language: .kk,
      applicantIin: "8501\(10_000_000 + number % 80_000_000)", childIin: "1901\(10_000_000 + number % 80_000_000)",
      childName: "Әлия Ә.", grade: 1, school: school, submittedAt: Self.time, dueBy: Self.time.adding(seconds: 432_000),
      registeredRelation: .named)
    message = MessageID(uuid: Self.uuid(2, number))
    waiting = MessageID(uuid: Self.uuid(3, number))
    signature = "\(id) 7d1f5c4a9e3b2a6d8c0f1e5b4a3d2c1f7d1f5c4a9e3b2a6d8c0f1e5b4a3d2c1f"
    judgement = Judgement(
      application: id, edition: Self.judgement.edition, judgedAt: Self.time, grounds: Self.judgement.grounds,
      encodedGrounds: Self.judgement.encodedGrounds)
    outputs = Self.outputs.map { output in
      var output = output
      output.applicationId = id
      return output
    }
    entry = Self.entry(message, record.update(.inProcessing, step: .intake, at: Self.time))
  }

  /// The index of the school with which this process begins.
  private static let offset = ProcessInfo.processInfo.environment["SCHOOL_OFFSET"].flatMap(Int.init) ?? 0
  /// BINs for as many schools as the country has.
  private static let schools: [String] = (0..<8000).compactMap { number in
    let start = "95034\(100_000 + number)"
    return (0...9).map { "\(start)\($0)" }.first { BIN($0) != nil }
  }

  private static let time = Timestamp(milliseconds: 1_775_016_000_123)

  /// An id that looks random, as the ids of messages and applications do.
  private static func uuid(_ kind: UInt64, _ number: Int) -> UUID {
    var random = SplitMix64(seed: kind &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: Int64(number)))
    var (high, low) = (random.next(), random.next())
    return withUnsafeBytes(of: &high) { high in
      withUnsafeBytes(of: &low) { low in
        UUID(
          uuid: (
            high[0], high[1], high[2], high[3], high[4], high[5], high[6], high[7], low[0], low[1], low[2], low[3],
            low[4], low[5], low[6], low[7]
          ))
      }
    }
  }

  private static let form = ApplicationForm(
    service: .enrolment, language: .kk,
    applicant: Applicant(iin: "850101300004", familyName: "Серікқызы", givenName: "Айгүл", relation: .parent),
    child: Child(
      iin: "190101500006", familyName: "Әбілқызы", givenName: "Әлия", birthDate: CivilDate(dayNumber: 17_900)),
    school: SchoolReference(bin: "950341000052"), grade: 1, instructionLanguage: "kk", statusCategories: [],
    consentToDataAccess: true,
    documents: DocumentKind.allCases.prefix(5).map { kind in
      AttachedDocument(
        kind: kind, reference: "2026/04/01/0d9f8a7b-4c3e-4f2a-9b1d-2e3f4a5b6c7d/\(kind)", mediaType: "application/pdf",
        size: 183_452, sha256: "7d1f5c4a9e3b2a6d8c0f1e5b4a3d2c1f7d1f5c4a9e3b2a6d8c0f1e5b4a3d2c1f")
    })

  private static let judgement: Judgement = {
    var facts = Facts(
      signature: .genuine,
      civilRegistration: .found(CivilRecord(parents: ["850101300004"], birthDate: CivilDate(dayNumber: 17_900))),
      unemployment: .notFound, documents: [.good, .good, .good, .good, .good])
    facts.times.documents = time
    facts.times.registers = [.civilRegistration: time, .unemployment: time]
    let grounds = Grounds(
      Submission(form: form, facts: facts, edition: .builtIn, submittedAt: time), reasons: [])
    return Judgement(application: ApplicationID(uuid: UUID()), edition: "2026", judgedAt: time, grounds: grounds)
  }()

  private static let outputs: [Output] = {
    let id = ApplicationID(uuid: UUID())
    let number = ApplicationNumber("2026-1234567")!
    let request = SchoolAdmissionRequested(
      applicationId: id, number: number, submittedAt: time, dueBy: time, arrival: 123, form: form)
    let update = ProcessingUpdated(
      applicationId: id, number: number, recipientIin: form.applicant.iin, service: .enrolment, language: .kk,
      status: .inProcessing, resolution: nil, step: .intake, occurredAt: time, dueBy: time, school: form.school,
      childName: "Әлия Ә.", grade: 1)
    return [Output(request, routingKey: RoutingKey.schoolAdmissionRequested(form.school.bin)), Output(update)]
  }()

  private static func entry(_ id: MessageID, _ update: ProcessingUpdated) -> HistoryEntry {
    let title = LocalizedText(
      kk: "Өтініш қабылданды", ru: "Заявление принято", en: "The application was accepted")
    let text = LocalizedText(
      kk:
        "Әлия Ә. үшін № 2026-1234567 өтініш тексерілді және мектепке жіберілді. Мектеп 2026 жылғы 8 сәуірге дейін жауап береді.",
      ru: "Заявление № 2026-1234567 для Әлия Ә. проверено и направлено в школу. Школа ответит до 8 апреля 2026 года.",
      en: "Application № 2026-1234567 for Әлия Ә. was checked and sent to the school, which answers by 8 April 2026.")
    let short = LocalizedText(
      kk: "Өтініш № 2026-1234567 мектепке жіберілді.", ru: "Заявление № 2026-1234567 направлено в школу.",
      en: "Application № 2026-1234567 was sent to the school.")
    return HistoryEntry(
      entryId: id, update: update, postedAt: time, title: title, text: text, reasons: [], short: short)
  }
}
