import Admission
import Foundation
import QueueContracts
import WorkerRuntime

/// The rows that one message of a new family adds to the store, with texts of a realistic size.
struct Sample: Sendable {
  let id = ApplicationID(uuid: UUID())
  let message = MessageID(uuid: UUID())
  let waiting = MessageID(uuid: UUID())
  let record: ApplicationRecord
  let signature: String
  let judgement: Judgement
  let outputs: [Output]
  let entry: HistoryEntry

  private static let grounds = """
    {"s":"genuine","g":1,"b":2019,"r":"parent","c":true,"d":[["birthCertificate",184320,"good"],["photo",40960,\
    "picture",600,800],["healthForm063",90112,"good"],["healthForm026",90112,"good"]],"o":1775016000123,"q":[\
    ["civil-registration","namesApplicant",1775016000123,2019]]}
    """
  private static let schools = (0..<10_000).map { String(950_341_000_000 + $0) }.filter { BIN($0) != nil }.prefix(700)
  private static let decoded = try? JSONDecoder().decode(Grounds.self, from: Data(grounds.utf8))

  init(_ number: Int, at time: Timestamp) {
    let digits = { (UInt64.random(in: 100_000_000_000..<999_999_999_999)).description }
    let bin = Self.schools[number % Self.schools.count]
    record = ApplicationRecord(
      id: id, number: ApplicationNumber("KZ-2026-\(UInt32.random(in: 0...UInt32.max))")!,
      service: .enrolment,
      language: .kk, applicantIin: digits(), childIin: digits(), childName: "Әлия С.", grade: 1,
      school: SchoolReference(bin: bin), submittedAt: time, dueBy: time.adding(seconds: 432_000),
      registeredRelation: .named)
    signature = "\(UUID().uuidString)\(UUID().uuidString)".lowercased()
    guard let grounds = Self.decoded else {
      fatalError("the sample's grounds do not decode")
    }
    judgement = Judgement(
      application: id, edition: "built-in", judgedAt: time, grounds: grounds,
      encodedGrounds: Self.grounds)
    let update = record.update(.inProcessing, step: .intake, at: time)
    var request = Output(update, routingKey: "school.admission-requested.\(bin)")
    request.body = Data(repeating: UInt8(ascii: "x"), count: 1500)
    outputs = [request, Output(update)]
    let words = LocalizedText(
      kk: String(repeating: "Өтініш ", count: 30), ru: String(repeating: "Заявле ", count: 30),
      en: String(repeating: "Applic ", count: 30))
    entry = HistoryEntry(
      entryId: message, update: update, postedAt: time, title: words, text: words, reasons: [],
      short: words)
  }
}
