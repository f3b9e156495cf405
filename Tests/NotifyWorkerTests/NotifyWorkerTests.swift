import Admission
import CitizenTexts
import Foundation
import QueueContracts
import ReferenceFiles
import TestSupport
import Testing
import TestTools
import WorkerRuntime
import WorkerTesting

@testable import NotifyWorker

@Suite("Entries that depend on the register and on the directory of schools")
struct NotifyWorkerTests {
  let folder: TemporaryFolder
  let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/schools.csv"
  }

  private static let accepted = ProcessingUpdated(
    applicationId: ApplicationID("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11")!,
    number: ApplicationNumber("10100000000001")!, recipientIin: "850101300004", service: .enrolment, language: .kk,
    status: .completed, resolution: .positive, step: .school, occurredAt: Timestamp("2026-04-01T09:00:00+05:00")!,
    dueBy: nil, school: SchoolReference(bin: "950341000052"), childName: "Айша С.", grade: 1, reasons: [])

  private func entry(_ update: ProcessingUpdated, in ledger: Ledger = Ledger(), schools: CSVSchoolDirectory?)
    async throws
    -> HistoryEntry
  {
    let notify = Notify(
      texts: try HistoryTexts(), schools: schools, sink: nil, now: { Timestamp("2026-04-01T09:00:05+05:00")! })
    let id = MessageID("5f0d6d0c-3c0e-4f35-9b0a-0d1f7b7e2a01")!
    let proposal = try await notify.judge(Incoming(id: id, body: update, attempt: 0))
    var ledger = ledger
    _ = notify.decide(proposal, in: &ledger)
    return try #require(ledger.changes.entries.first)
  }

  @Test("NotifyWorker knows every message type that the contract routes to it")
  func types() throws {
    let notify = Notify(texts: try HistoryTexts(), schools: nil, sink: nil, now: { .now })
    #expect(notify.unknownTypes == [])
  }

  @Test("An entry has the school's name and telephone from the current file of schools")
  func schools() async throws {
    let update = Self.accepted
    let header = "bin,name_kk,name_ru,name_en,kind,phone\n"
    try folder.write(header + "950341000052,№ 1 мектеп,Школа № 1,School No. 1,general,+7 1\n", to: "schools.csv")
    let directory = CSVSchoolDirectory(path: path)
    let first = try await entry(update, schools: directory).text
    #expect(first.en.contains("School: School No. 1 (BIN 950341000052)\nSchool's telephone: +7 1\n"))
    try folder.write(header + "950341000052,№ 2 мектеп,Школа № 2,School No. 2,general,\n", to: "schools.csv")
    let second = try await entry(update, schools: directory).text
    #expect(second.ru.contains("Школа: Школа № 2 (БИН 950341000052)") && !second.ru.contains("Телефон"))
  }

  @Test("If no file of schools is configured or the file is missing, the entry gives the school's BIN")
  func withoutSchools() async throws {
    let update = Self.accepted
    for schools in [nil, CSVSchoolDirectory(path: path)] {
      #expect(try await entry(update, schools: schools).text.kk.contains("\nМектептің БСН-і: 950341000052\n"))
    }
  }

  @Test("Only if the register shows that the school was asked, an entry says that the school has not answered")
  func silence() async throws {
    let record = StoreSample.application(1)
    let update = record.update(
      .inProcessing, step: .passedDeadline, at: record.dueBy, reasons: [Reason(.deadlinePassed)])
    var ledger = Ledger(applications: [record])
    #expect(
      try await entry(update, in: ledger, schools: nil).title.en.hasPrefix("The check of your application is delayed"))
    _ = ledger.acceptArrival(of: record.id)
    #expect(try await entry(update, in: ledger, schools: nil).title.en.hasPrefix("The school has not answered in time"))
  }

  @Test("Only if the school had given a place, the entry on a withdrawal says that the place is given back")
  func givenBack() async throws {
    let record = StoreSample.application(1)
    let update = record.update(.completed, .withdrawn, step: .withdrawal, at: record.dueBy)
    var ledger = Ledger(applications: [record])
    _ = ledger.acceptArrival(of: record.id)
    #expect(try await entry(update, in: ledger, schools: nil).title.en.hasPrefix("Application withdrawn"))
    let decision = SchoolDecided(
      applicationId: record.id, school: record.school, decision: .enrolled, decidedAt: record.submittedAt)
    _ = ledger.end(by: decision, messageId: StoreSample.message(1))
    ledger.end(record.id, as: .withdrawn, at: record.dueBy)
    #expect(try await entry(update, in: ledger, schools: nil).title.en.contains("given"))
  }

  @Test("Only the entry on a school's corrected decision says that it replaces the earlier one")
  func corrected() async throws {
    let record = StoreSample.application(1)
    var ledger = Ledger(applications: [record])
    _ = ledger.acceptArrival(of: record.id)
    let day = Timestamp("2026-04-02T10:00:00+05:00")!
    func decision(_ decision: SchoolDecision, at time: Timestamp, supersedes: MessageID? = nil) -> SchoolDecided {
      SchoolDecided(
        applicationId: record.id, school: record.school, decision: decision, decidedAt: time, supersedes: supersedes)
    }
    let words = "\nThis replaces the school's earlier decision.\n"
    let end = ledger.end(by: decision(.refused, at: day), messageId: StoreSample.message(1))
    let first = record.update(.completed, .negative, step: .school, at: end)
    #expect(try await entry(first, in: ledger, schools: nil).text.en.contains(words) == false)
    // The correction may bear an earlier time than the decision that it replaces.
    for (number, time) in [(2, day), (3, Timestamp(milliseconds: day.milliseconds - 60_000))] {
      let correction = decision(
        number == 2 ? .enrolled : .refused, at: time, supersedes: StoreSample.message(number - 1))
      let end = ledger.end(by: correction, messageId: StoreSample.message(number))
      let update = record.update(
        .completed, number == 2 ? .positive : .negative, step: .school, at: end)
      #expect(try await entry(update, in: ledger, schools: nil).text.en.contains(words))
    }
    // The first decision's update may be posted after the correction.
    #expect(try await entry(first, in: ledger, schools: nil).text.en.contains(words) == false)
  }

  @Test("NotifyWorker asks the register about an application if its school has decided")
  func asksForDecisions() async throws {
    let notify = Notify(texts: try HistoryTexts(), schools: nil, sink: nil, now: { .now })
    let id = MessageID("5f0d6d0c-3c0e-4f35-9b0a-0d1f7b7e2a01")!
    let proposal = try await notify.judge(Incoming(id: id, body: Self.accepted, attempt: 0))
    #expect(notify.keys(of: [proposal]).applications == [Self.accepted.applicationId])
  }

  @Test("The entry on a duplicate gives the number of the first application if the register has that number")
  func duplicate() async throws {
    var record = StoreSample.application(1)
    record.duplicateOf = ApplicationNumber("10100000000009")
    let update = record.update(
      .completed, .negative, step: .intake, at: record.submittedAt, reasons: [Reason(.applicationDuplicate)])
    let text = try await entry(update, in: Ledger(applications: [record]), schools: nil).text
    #expect(text.en.contains("Application No. 10100000000009 for this child"))
  }
}
