import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import TestTools
import WorkerRuntime
import WorkerStore

@testable import OperatorCLI
@testable import Operations

/// Tests the commands `books`, `overdue`, `schools` and `store migrate`.
@Suite("The commands `books`, `overdue`, `schools` and `store migrate`")
struct CLIBooksTests {
  private let folder: TemporaryFolder
  private let store: any AdmissionStore

  init() async throws {
    folder = try TemporaryFolder()
    store = try await StoreURL("sqlite://\(folder.path)/store.sqlite").open()
  }

  private static func record(_ number: Int, submittedAt: String, dueBy: Timestamp) -> ApplicationRecord {
    ApplicationRecord(
      id: ApplicationID("8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c\(10 + number)")!,
      number: ApplicationNumber("1010000000000\(number)")!, service: .enrolment, language: .kk,
      applicantIin: "991231500006", childIin: "child \(number)", childName: "Айша Ә.",
      school: SchoolReference(bin: Families.school),
      submittedAt: Timestamp(submittedAt)!, dueBy: dueBy)
  }

  /// Enters accepted applications; only those whose index is in `told` have an entry in the history.
  private func enter(_ records: [ApplicationRecord], told: Set<Int>) async throws {
    let words = LocalizedText(kk: "Қ", ru: "Р", en: "E")
    var keys = Ledger.Keys()
    keys.schoolYears = Set(records.map(\.schoolYear))
    try await store.transaction(inbox: [], ledger: keys) { _, ledger in
      for (index, record) in records.enumerated() {
        ledger.enter(record)
        _ = ledger.acceptArrival(of: record.id)
        guard told.contains(index) else { continue }
        ledger.post(
          HistoryEntry(
            entryId: MessageID(uuid: UUID()),
            update: record.update(.inProcessing, step: .intake, at: record.submittedAt), postedAt: record.submittedAt,
            title: words, text: words, reasons: []))
      }
    }
  }

  private func run(_ arguments: String...) throws -> (status: Int32, output: String, complaint: String) {
    try AdmissionCtlProcess(settings: ["STORE_URL": "sqlite://\(folder.path)/store.sqlite"]).run(arguments)
  }

  private func json(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test("If the books balance, `books` exits with status 0")
  func balanced() async throws {
    let due = Timestamp("2026-04-02T18:00:00+05:00")!
    let records = [
      Self.record(1, submittedAt: "2026-04-01T00:00:00+05:00", dueBy: due),
      Self.record(2, submittedAt: "2026-04-01T23:59:59+05:00", dueBy: due),
      Self.record(3, submittedAt: "2026-04-02T00:00:00+05:00", dueBy: due),
    ]
    try await enter(records, told: [0, 1, 2])
    let (status, output, complaint) = try run("books", "--date", "2026-04-01")
    #expect(status == 0 && complaint.isEmpty)
    #expect(output.contains("taken in       2         2") && output.contains("The books balance."))
    let year = try json(try run("books", "--campaign", "2026", "--json").output)
    #expect(year["takenIn"] as? Int == 3 && year["balance"] as? Bool == true)
    #expect((year["history"] as? [String: Int])?["inProcessing"] == 3)
    let empty = try json(try run("books", "--campaign", "2025", "--json").output)
    #expect(empty["takenIn"] as? Int == 0 && empty["balance"] as? Bool == true)
  }

  @Test("If the books do not balance, `books` names the applications and exits with status 1")
  func unbalanced() async throws {
    let records = (1...3).map {
      Self.record($0, submittedAt: "2026-04-01T09:00:00+05:00", dueBy: Timestamp("2026-04-02T18:00:00+05:00")!)
    }
    try await enter(records, told: [0, 2])
    let (status, output, complaint) = try run("books", "--date", "2026-04-01")
    #expect(status == 1 && complaint == "The books do not balance: 2 differences.\n")
    #expect(output.contains("\(records[1].id): the entry of step 10 is missing"))
    #expect(!output.contains("\(records[0].id)") && !output.contains("991231500006"))
    let report = try json(try run("books", "--date", "2026-04-01", "--json").output)
    #expect(report["balance"] as? Bool == false)
    let differences = try #require(report["differences"] as? [[String: Any]])
    #expect(Set(differences.compactMap { $0["applicationId"] as? String }) == [records[1].id.description])
  }

  @Test("Only `store migrate` makes or updates tables, and other commands refuse missing or older tables")
  func onlyMigrate() async throws {
    let path = "\(folder.path)/older.sqlite"
    func run(_ arguments: String...) throws -> (status: Int32, output: String, complaint: String) {
      try AdmissionCtlProcess(settings: ["STORE_URL": "sqlite://\(path)"]).run(arguments)
    }
    func readCommandsFail(_ word: String) throws {
      for arguments in [["books"], ["overdue"], ["where", UUID().uuidString], ["history", "--iin", "991231500006"]] {
        let (status, _, complaint) = try AdmissionCtlProcess(settings: ["STORE_URL": "sqlite://\(path)"]).run(arguments)
        #expect(status == 2 && complaint.contains(word) && complaint.contains("admissionctl store migrate"))
      }
    }
    try Data().write(to: URL(filePath: path))
    try readCommandsFail("missing")
    #expect(try run("store", "migrate").status == 0)
    #expect(try run("books").status == 0)

    // The file is changed to claim an older version of the tables; the version is at bytes 60 to 63.
    var bytes = try Data(contentsOf: URL(filePath: path))
    bytes[63] -= 1
    try bytes.write(to: URL(filePath: path))
    try readCommandsFail("older than this program")
    #expect(try Data(contentsOf: URL(filePath: path))[63] == bytes[63])
  }

  @Test("A wrong option of `books` or `overdue` is a usage error with status 2")
  func wrongOption() throws {
    for arguments in [["--date", "2026-02-30"], ["--campaign", "0"], ["--campaign", "2026", "--date", "2026-04-01"]] {
      let (status, output, complaint) = try AdmissionCtlProcess().run(["books"] + arguments)
      #expect(status == 2 && output.isEmpty && !complaint.isEmpty)
    }
    #expect(try AdmissionCtlProcess().run(["overdue", "--within", "-1"]).status == 2)
    #expect(try AdmissionCtlProcess().run(["overdue"]).status == 1)
  }

  @Test("`overdue` lists late answers before those that are due soon, and exits with status 1")
  func lateAnswers() async throws {
    let now = Timestamp.now
    let records = [3600, -7200, 2_000_000, -3600].enumerated().map {
      Self.record($0 + 1, submittedAt: "2026-04-01T09:00:00+05:00", dueBy: now.adding(seconds: Int64($1)))
    }
    try await enter(records, told: [])
    let (status, output, complaint) = try run("overdue")
    #expect(status == 1 && complaint == "2 of these answers are late.\n")
    let listed = output.split(separator: "\n").dropFirst().map { $0.prefix(36) }
    #expect(listed == [1, 3, 0].map { records[$0].id.description[...] })
    #expect(!output.contains("991231500006") && !output.contains("Айша"))
    let all = try run("overdue", "--within", "8760", "--json")
    let items = try #require(try JSONSerialization.jsonObject(with: Data(all.output.utf8)) as? [[String: Any]])
    #expect(items.count == 4 && items.map { $0["isLate"] as? Bool } == [true, true, false, false])
  }

  @Test("`schools` counts the waiting and late applications of each school, and names no person")
  func schools() async throws {
    #expect(try run("schools").output == "No school was asked in this time, and no answer is late.\n")
    #expect(try run("schools", "--days", "0").status == 2)
    let now = Timestamp.now
    // The first application is late. It was submitted before the one day that `--days 1` covers.
    let records = [(1, "2026-04-01T09:00:00+05:00", -7200), (2, now.description, 3600)].map {
      Self.record($0, submittedAt: $1, dueBy: now.adding(seconds: Int64($2)))
    }
    try await enter(records, told: [])
    let (status, output, _) = try run("schools", "--days", "1")
    #expect(status == 0 && output.contains(Families.school) && !output.contains("Айша"))
    let all = try run("schools", "--days", "1", "--json")
    let items = try #require(try JSONSerialization.jsonObject(with: Data(all.output.utf8)) as? [[String: Any]])
    #expect(items.count == 1 && items[0]["late"] as? Int == 1 && items[0]["waiting"] as? Int == 1)
  }

  @Test("`overdue` exits with status 0 if answers are due soon and no answer is late")
  func dueSoon() async throws {
    let soon = Self.record(1, submittedAt: "2026-04-01T09:00:00+05:00", dueBy: Timestamp.now.adding(seconds: 3600))
    try await enter([soon], told: [])
    let (status, output, _) = try run("overdue", "--within", "24")
    #expect(status == 0 && output.contains("soon"))
    let (none, nothing, _) = try run("overdue", "--within", "0")
    #expect(none == 0 && nothing == "No answer is late or due soon.\n")
  }

  @Test("The books and the list of late answers are the same for every page length")
  func pageLengths() async throws {
    let records = (1...9).map {
      Self.record($0, submittedAt: "2026-04-01T09:00:00+05:00", dueBy: Timestamp("2026-04-02T18:00:00+05:00")!)
    }
    try await enter(records, told: Set(0...8))
    for pageLength in [1, 3, 4, 9, 10] {
      let day = CivilDate("2026-04-01")!
      let books = try await Bookkeeper(records: store, pageLength: pageLength)
        .books(of: BookPeriod(year: 2026, first: day, next: day.adding(days: 1)))
      #expect(books.register.takenIn == 9 && books.balance)
      let list = try await OverdueList(store, now: .now, before: .now, pageLength: pageLength)
      #expect(list.applications.map(\.applicationId) == records.map(\.id))
    }
  }
}
