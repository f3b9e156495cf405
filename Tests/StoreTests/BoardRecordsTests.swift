import Admission
import QueueContracts
import Testing
import TestTools
import WorkerRuntime
@testable import WorkerStore
import WorkerTesting

/// Both stores keep the board's records in the same way.
struct BoardRecordsTests {
  enum Kind: CaseIterable, Sendable {
    case sqlite, postgres
  }

  static func withStore(_ kind: Kind, _ check: (any BoardStore) async throws -> Void) async throws {
    switch kind {
    case .sqlite:
      let folder = try TemporaryFolder()
      try await check(folder.open())
    case .postgres: try await check(TemporaryDatabase.migrated().open())
    }
  }

  private func time(_ second: Int64) -> Timestamp { Timestamp(milliseconds: 1_775_000_000_000).adding(seconds: second) }

  @Test("A user is added, changed and removed", arguments: Kind.allCases)
  func users(kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      var user = BoardUser(name: "aigerim", role: .reader, password: "one", changedAt: time(1))
      try await store.keep(user)
      try await store.keep(BoardUser(name: "Zhandos", role: .auditor, password: "two", changedAt: time(2)))
      #expect(try await store.boardUser("aigerim") == user)
      #expect(try await store.boardUser("AIGERIM") == nil)
      user.role = .operator
      user.changedAt = time(3)
      try await store.keep(user)
      #expect(try await store.boardUsers().map(\.name) == ["Zhandos", "aigerim"])
      #expect(try await store.boardUser("aigerim") == user)
      #expect(try await store.removeBoardUser("aigerim"))
      #expect(try await !store.removeBoardUser("aigerim"))
      #expect(try await store.boardUsers().map(\.name) == ["Zhandos"])
    }
  }

  @Test("Audit rows are listed page by page from the newest, and old ones are removed", arguments: Kind.allCases)
  func actions(kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      for number in 1...5 {
        try await store.note(
          BoardAction(
            time: time(Int64(number)), who: "aigerim", role: "operator", action: "replayed",
            target: "message \(number)",
            reason: "тіркеу қызметі жөнделді"))
      }
      let page = try await store.boardActions(before: nil, limit: 2)
      #expect(page.map(\.target) == ["message 5", "message 4"])
      #expect(page[0].reason == "тіркеу қызметі жөнделді")
      let next = try await store.boardActions(before: page.last?.number, limit: 9)
      #expect(next.map(\.target) == ["message 3", "message 2", "message 1"])
      #expect(try await store.forgetBoardActions(before: time(4), limit: 2) == 2)
      #expect(try await store.forgetBoardActions(before: time(4), limit: 2) == 1)
      #expect(try await store.boardActions(before: nil, limit: 9).map(\.target) == ["message 5", "message 4"])
    }
  }

  @Test("New counts of an hour replace the hour's earlier counts", arguments: Kind.allCases)
  func hours(kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      let beginning = Timestamp(milliseconds: BoardHour.beginning(of: time(0)))
      let (first, second, end) = (beginning, beginning.adding(seconds: 3600), beginning.adding(seconds: 7200))
      func count(_ time: Timestamp, _ label: String, _ count: Int64) -> BoardHour {
        BoardHour(hour: time.milliseconds, measure: "answered", label: label, count: count)
      }
      try await store.keep([count(first, "b", 1), count(first, "a", 2)], of: first..<second)
      try await store.keep([count(second, "a", 5)], of: second..<end)
      try await store.keep([count(first, "a", 3)], of: first..<second)
      #expect(try await store.boardHours(first..<end) == [count(first, "a", 3), count(second, "a", 5)])
      #expect(try await store.boardHours(first..<second) == [count(first, "a", 3)])
      #expect(try await store.boardHours(first..<end, of: "answered").count == 2)
      #expect(try await store.boardHours(first..<end, of: "late").isEmpty)
      let day = try await store.boardHours(first..<end, each: 86_400)
      #expect(day == [count(first, "a", 8)], "both hours in one slot")
      try await store.keep([], of: first..<end)
      #expect(try await store.boardHours(first..<end).isEmpty)
    }
  }

  @Test("The outcomes in a period are counted from the rows that the workers have stored", arguments: Kind.allCases)
  func eventCounts(kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      let keys = (1...4).map(StoreSample.message).map { InboxKey("intake", $0) }
      try await store.transaction(inbox: keys, ledger: Ledger.Keys()) { inbox, ledger in
        for number in 1...3 {
          ledger.enter(StoreSample.application(number))
          inbox.record(StoreSample.entry(number), for: StoreSample.message(number))
        }
        // A message in another inbox of a worker counts for this worker. An applicant's turn, and the outputs of a
        // message that waits, do not count.
        inbox.record(StoreSample.entry(4), for: InboxKey("intake.schools", StoreSample.message(4)))
        inbox.record(StoreSample.entry(4), for: InboxKey("intake.waiting", StoreSample.message(4)))
        ledger.takeTurn(of: ApplicantKey(iin: "1", isSigned: true), for: StoreSample.id(1), at: StoreSample.time(1))
        // Two entries are posted four seconds after the submission. The text of the second entry would break carelessly
        // built SQL or JSON.
        ledger.post(StoreSample.historyEntry(1, second: 4))
        ledger.post(StoreSample.historyEntry(2, text: "'; \"}]", second: 5))
        ledger.post(StoreSample.historyEntry(3, step: .passedDeadline, second: 5))
        var end = StoreSample.historyEntry(4, step: .school, second: 200_000)
        end.applicationId = StoreSample.id(1)
        end.resolution = .negative
        let text = ReasonText(end.text)
        end.reasons.append(
          HistoryReason(Reason(SchoolReason(code: "ask.Aigul' OR 1", text: text)), text: text))
        ledger.post(end)
      }
      try await store.note([
        DeliveryEvent(
          .parked, message: StoreSample.message(1), application: StoreSample.id(1), worker: "intake",
          reason: "school", detail: "", time: StoreSample.time(3), returnsAt: nil)
      ])
      func counts(_ time: Range<Timestamp>) async throws -> [String: Int64] {
        Dictionary(
          uniqueKeysWithValues: try await store.eventCounts(in: time).map { ("\($0.measure) \($0.label)", $0.count) })
      }
      #expect(
        try await counts(StoreSample.time(0)..<StoreSample.time(60)) == [
          "submitted enrolment": 3, "told 5": 2, "reason intake \(Reason(.documentMissing, .photo).code)": 3,
          "answer intake accepted": 2, "passed deadline": 1, "worker intake": 4, "kept intake parked school": 1,
        ])
      #expect(
        try await counts(StoreSample.time(100_000)..<StoreSample.time(300_000)) == [
          "ended 259200": 1, "outcome negative": 1, "answer school negative": 1,
          "reason school \(Reason(.documentMissing, .photo).code)": 1, "reason school other": 1,
          "school \(StoreSample.school) 259200": 1, "school late \(StoreSample.school)": 1, "late enrolment": 1,
        ])
      #expect(try await counts(StoreSample.time(400_000)..<StoreSample.time(500_000)).isEmpty)
      #expect(
        try await store.nearestDeadlines(after: StoreSample.time(0), limit: 2)
          == [1, 2].map { StoreSample.application($0).dueBy })
    }
  }

  @Test("An application that ends more than once is counted by its first end", arguments: Kind.allCases)
  func firstEnds(kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      /// Posts the end of an application, `second` seconds after a fixed moment; answers are due after about a day.
      @Sendable func entry(
        _ id: Int, of application: Int, _ resolution: Resolution, _ step: ProcessingStep, at second: Int
      ) -> HistoryEntry {
        var entry = StoreSample.historyEntry(id, step: step, second: second)
        entry.applicationId = StoreSample.id(application)
        entry.resolution = resolution
        return entry
      }
      let late = 100 * 86_400
      try await store.transaction(inbox: [], ledger: Ledger.Keys()) { _, ledger in
        for number in 1...4 { ledger.enter(StoreSample.application(number)) }
        // A place is given and given back; a decision is corrected; one family withdraws before any answer; intake
        // refuses an application too late.
        ledger.post(entry(1, of: 1, .positive, .school, at: 50))
        ledger.post(entry(2, of: 1, .withdrawn, .withdrawal, at: late))
        ledger.post(entry(3, of: 2, .positive, .school, at: 51))
        ledger.post(entry(4, of: 2, .negative, .school, at: late))
        ledger.post(entry(5, of: 3, .withdrawn, .withdrawal, at: late))
        ledger.post(entry(6, of: 4, .negative, .intake, at: late))
      }
      func counts(_ time: Range<Timestamp>) async throws -> [String: Int64] {
        Dictionary(
          uniqueKeysWithValues: try await store.eventCounts(in: time).map { ("\($0.measure) \($0.label)", $0.count) }
        ).filter { !$0.key.hasPrefix("submitted") }
      }
      let reason = Reason(.documentMissing, .photo).code
      #expect(
        try await counts(StoreSample.time(0)..<StoreSample.time(60)) == [
          "ended 60": 2, "outcome positive": 2, "answer school positive": 2, "reason school \(reason)": 2,
          "school \(StoreSample.school) 3600": 2,
        ])
      #expect(
        try await counts(StoreSample.time(late)..<StoreSample.time(late + 60)) == [
          "told more": 1, "ended more": 2, "outcome withdrawn": 1, "outcome negative": 1, "answer intake withdrawn": 2,
          "answer school corrected": 1, "answer intake negative": 1, "reason intake \(reason)": 3, "late enrolment": 1,
        ])
    }
  }

  @Test("A child's applications are listed from the latest on, up to the limit", arguments: Kind.allCases)
  func child(kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      let iin = "190101600001"
      try await store.transaction(inbox: [], ledger: Ledger.Keys()) {
        _, ledger in
        for number in 1...4 {
          ledger.enter(StoreSample.application(number, childIin: number == 2 ? "190101600019" : iin))
        }
      }
      #expect(try await store.applications(ofChild: iin, limit: 10) == [4, 3, 1].map(StoreSample.id))
      #expect(try await store.applications(ofChild: iin, limit: 2) == [4, 3].map(StoreSample.id))
      #expect(try await store.applications(ofChild: "850101300004", limit: 2).isEmpty, "the applicant is no child")
    }
  }

  @Test(
    "Unanswered applications are counted by state, by service, and by whether the school was asked",
    arguments: Kind.allCases)
  func unanswered(kind: Kind) async throws {
    try await Self.withStore(kind) { store in
      #expect(try await store.unansweredApplications().isEmpty)
      @Sendable func record(_ number: Int, _ service: Service, _ state: ApplicationRecord.State) -> ApplicationRecord {
        let sample = StoreSample.application(number)
        return ApplicationRecord(
          id: sample.id, number: sample.number, service: service, language: .kk, applicantIin: "1",
          childIin: "\(number)", childName: nil, school: sample.school, submittedAt: sample.submittedAt,
          dueBy: StoreSample.time(100 - number), state: state,
          endedAt: state.isFinal ? StoreSample.time(50) : nil)
      }
      try await store.transaction(inbox: [], ledger: Ledger.Keys()) {
        _, ledger in
        ledger.enter(record(1, .enrolment, .refused))
        ledger.enter(record(2, .enrolment, .inProcessing))
        ledger.enter(record(3, .enrolment, .inProcessing))
        ledger.enter(record(4, .transfer, .inProcessing))
        ledger.enter(record(5, .enrolment, .received))
      }
      func counted(
        _ state: String, _ service: String, _ count: Int, _ oldest: Int, asked: Bool = false
      ) -> UnansweredApplications {
        UnansweredApplications(
          state: state, service: service, wasSchoolAsked: asked, count: count,
          oldest: StoreSample.time(oldest).milliseconds)
      }
      #expect(
        try await store.unansweredApplications() == [
          counted("inProcessing", "enrolment", 2, 2), counted("inProcessing", "transfer", 1, 4),
          counted("received", "enrolment", 1, 5),
        ])
      let transfer = record(4, .transfer, .inProcessing)
      var keys = Ledger.Keys()
      keys.applications = [transfer.id]
      keys.schoolYears = [transfer.schoolYear]
      try await store.transaction(inbox: [], ledger: keys) {
        _ = $1.acceptArrival(of: transfer.id)
      }
      #expect(
        try await store.unansweredApplications().filter { $0.service == "transfer" } == [
          counted("inProcessing", "transfer", 1, 4, asked: true)
        ])
    }
  }
}
