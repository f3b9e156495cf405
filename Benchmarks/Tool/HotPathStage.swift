import Admission
import CitizenTexts
import Foundation
import IntakeLookups
import QueueContracts
import WorkerBase

/// The input of the hot paths: a few applications with the facts that were looked up about them.
struct HotPathStage {
  private static let count = 16

  /// One application of the ``Corpus``, with what intake and notify make of it.
  struct Case {
    let message: MessageID
    let body: Data
    let application: ApplicationSubmitted
    let signed: Facts
    let facts: Facts
    let request: SchoolAdmissionRequested
    let update: ProcessingUpdated
  }

  let cases: [Case]
  /// The applications of ``cases``, signed by CMS instead of attested after an SMS password.
  let signedByCMS: [ApplicationSubmitted]
  let lookups: Lookups
  let texts: HistoryTexts
  let time = Timestamp(milliseconds: 1_775_016_060_000)

  /// Makes a stage in a folder that is removed at the end.
  static func inTemporaryFolder(_ work: (HotPathStage) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "qabyldau-bench-\(UUID())")
    defer { try? FileManager.default.removeItem(at: folder) }
    for method in ["sms", "eds"] {
      try FileManager.default.createDirectory(
        at: folder.appending(path: method), withIntermediateDirectories: true)
    }
    try await work(HotPathStage(folder: folder))
  }

  private init(folder: URL) async throws {
    let (sms, eds) = (folder.appending(path: "sms"), folder.appending(path: "eds"))
    try Corpus(folder: sms, signingMethod: .sms).write(Self.count)
    try Corpus(folder: eds, signingMethod: .eds).write(Self.count)
    let settings = try await Settings.fromEnvironment(given: [
      "DOCUMENTS_URL": "file://\(sms.path)/documents", "REGISTERS_URL": "file://\(sms.path)/registers.json",
      "SMS_ATTESTATION_KEYS": "\(sms.path)/sms-attestation-keys.pem",
      "EDS_TRUST_ROOTS": "\(eds.path)/eds-trust-roots.pem", "EDS_CRLS": "\(eds.path)/eds-crls.pem",
    ])
    let lookups = try await Lookups(settings)
    self.lookups = lookups
    texts = try HistoryTexts()
    signedByCMS = try Self.bodies(of: eds).map { try WireCodec.decode(ApplicationSubmitted.self, from: $0.body) }
    var cases: [Case] = []
    for (message, body) in try Self.bodies(of: sms) {
      cases.append(try await Self.found(message, body, by: lookups, at: time))
    }
    self.cases = cases
  }

  private static func found(
    _ message: MessageID, _ body: Data, by lookups: Lookups, at time: Timestamp
  ) async throws -> Case {
    let application = try WireCodec.decode(ApplicationSubmitted.self, from: body)
    let form = application.form.form
    let signed = try await lookups.signatureFacts(of: application)
    let dueBy = RulesEdition.builtIn.due(form.service, submittedAt: application.submittedAt)
    let record = ApplicationRecord(
      id: application.applicationId, number: application.number, service: form.service, language: form.language,
      applicantIin: form.applicant.iin, childIin: form.child.iin, childName: form.child.shortName, grade: form.grade,
      school: form.school, submittedAt: application.submittedAt, dueBy: dueBy)
    return Case(
      message: message, body: body, application: application, signed: signed,
      facts: try await lookups.facts(of: application, knowing: signed),
      request: SchoolAdmissionRequested(
        applicationId: application.applicationId, number: application.number, submittedAt: application.submittedAt,
        dueBy: dueBy, arrival: 1, form: form),
      update: record.update(.inProcessing, step: .intake, at: time))
  }

  private static func bodies(of folder: URL) throws -> [(message: MessageID, body: Data)] {
    let lines = try Data(contentsOf: folder.appending(path: "messages.tsv")).split(separator: UInt8(ascii: "\n"))
    return try lines.map { line in
      let fields = line.split(separator: UInt8(ascii: "\t"), maxSplits: 3)
      guard fields.count == 4, let id = MessageID(String(decoding: fields[0], as: UTF8.self)) else {
        throw UsageError("a line of the corpus cannot be read")
      }
      return (id, Data(fields[3]))
    }
  }
}
