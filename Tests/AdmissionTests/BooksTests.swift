import Admission
import Foundation
import QueueContracts
import Testing

@Suite("The books")
struct BooksTests {
  private static func record(
    _ service: Service = .enrolment, _ state: ApplicationRecord.State = .inProcessing, arrival: Int? = 1,
    waited: Bool = false, decided words: [SchoolDecision] = [], isWithdrawn: Bool = false
  ) -> ApplicationRecord {
    let submittedAt = Timestamp("2026-04-01T09:00:00+05:00")!
    let record = ApplicationRecord(
      id: ApplicationID(uuid: UUID()), number: ApplicationNumber("1")!, service: service, language: .kk,
      applicantIin: Forms.applicant, childIin: Forms.child, childName: "Айша Ә.",
      school: SchoolReference(bin: Forms.school),
      submittedAt: submittedAt, dueBy: submittedAt, state: state, arrival: arrival,
      receivedAt: waited ? submittedAt : nil)
    var ledger = Ledger(applications: [record])
    var last: MessageID?
    for word in words {
      let message = MessageID(uuid: UUID())
      let decision = SchoolDecided(
        applicationId: record.id, school: SchoolReference(bin: Forms.school), decision: word, decidedAt: submittedAt,
        supersedes: last)
      _ = ledger.end(by: decision, messageId: message)
      last = message
    }
    if isWithdrawn { ledger.end(record.id, as: .withdrawn, at: submittedAt) }
    return ledger.applications[record.id] ?? record
  }

  /// Makes entries that are a second apart, one for each word of `steps`.
  ///
  /// The word `05` means received, `10` in processing, `10-` refused, `30+` enrolled, `30-` refused by the school, and
  /// `40` withdrawn.
  private static func entries(_ steps: String, of record: ApplicationRecord) -> [HistoryEntry] {
    let words = LocalizedText(kk: "Қ", ru: "Р", en: "E")
    return steps.split(separator: " ").enumerated().map { number, text in
      let step = ProcessingStep(rawValue: Int(text.prefix(2))!)!
      let resolution: Resolution? =
        step == .withdrawal ? .withdrawn : text.hasSuffix("+") ? .positive : text.hasSuffix("-") ? .negative : nil
      let update = record.update(
        resolution == nil ? .inProcessing : .completed, resolution, step: step,
        at: record.submittedAt.adding(seconds: Int64(number)))
      return HistoryEntry(
        entryId: MessageID(uuid: UUID()), update: update, postedAt: record.submittedAt, title: words, text: words,
        reasons: [])
    }
  }

  @Test(
    "The books balance if the history has an entry for each step of an application",
    arguments: [
      (record(), "10"), (record(), "15 10"), (record(.homeSchooling), "10"),
      (record(.transfer, .inProcessing, arrival: nil), "10"), (record(.transfer), "20 10"),
      (record(.enrolment, .refused, arrival: nil), "10-"), (record(.transfer, .refused, arrival: nil), "10-"),
      (record(.transfer, .refused, arrival: nil), "10 20-"), (record(.enrolment, .enrolledBySchool), "10 15 30+"),
      (record(.transfer, .refusedBySchool), "10 20 30-"), (record(.enrolment, .withdrawn), "10 40"),
      (record(.transfer, .withdrawn, arrival: nil), "10 40"), (record(.transfer, .withdrawn), "10 20 40"),
      (record(.enrolment, .received, arrival: nil, waited: true), "05"),
      (record(.transfer, .received, arrival: nil, waited: true), "05 15"), (record(waited: true), "05 10"),
      (record(.enrolment, .refused, arrival: nil, waited: true), "05 10-"),
      (record(.enrolment, .enrolledBySchool, waited: true), "05 15 10 30+"),
      (record(.enrolment, .withdrawn, arrival: nil, waited: true), "05 40"),
      (record(.enrolment, .withdrawn, waited: true), "05 10 40"),
      (record(.transfer, .withdrawn, arrival: nil, waited: true), "05 40"),
      (record(.transfer, .withdrawn, arrival: nil, waited: true), "05 10 40"),
      (record(decided: [.refused, .enrolled]), "10 30- 30+"),
      (record(decided: [.enrolled, .refused]), "10 15 30+ 30-"),
      (record(.transfer, decided: [.refused, .refused]), "10 20 30- 30-"),
      (record(decided: [.enrolled], isWithdrawn: true), "10 30+ 40"),
      (record(.transfer, decided: [.refused, .enrolled], isWithdrawn: true), "10 20 30- 30+ 40"),
    ])
  func balanced(record: ApplicationRecord, steps: String) {
    var books = Books()
    books.enter(record, entries: Self.entries(steps, of: record))
    #expect(books.balance && books.register.takenIn == 1 && books.history.takenIn == 1, "\(books.differences)")
  }

  @Test(
    "The books report each disagreement between register and history with the application's id",
    arguments: [
      (record(), "", ["the register says in processing, the history nothing", "the entry of step 10 is missing"]),
      (record(), "10 10", ["there are 2 entries of step 10"]),
      (record(), "10 15 15", ["there are 2 entries of step 15"]),
      (
        record(.enrolment, .inProcessing, arrival: nil), "10", ["it was passed to the school without an arrival number"]
      ),
      (record(decided: [.refused, .enrolled]), "10 30+", ["there are only 1 of 2 entries of step 30"]),
      (
        record(decided: [.refused, .enrolled]), "10 30+ 30-",
        ["the register says enrolledBySchool, the history negative"]
      ),
      (record(decided: [.enrolled], isWithdrawn: true), "10 40", ["the entry of step 30 is missing"]),
      (record(.transfer), "10", ["the entry of step 20 is missing"]),
      (record(), "05 10", ["there is an entry of step 5, which it has not taken"]),
      (record(waited: true), "10", ["the entry of step 5 is missing"]),
      (
        record(.enrolment, .received, arrival: nil, waited: true), "05 10",
        [
          "the register says received, the history in processing",
          "there is an entry of step 10, which it has not taken",
        ]
      ),
      (
        record(.enrolment, .inProcessing, arrival: 1, waited: true), "05",
        ["the register says in processing, the history received", "the entry of step 10 is missing"]
      ),
      (record(), "10 20", ["there is an entry of step 20, which it has not taken"]),
      (
        record(.enrolment, .enrolledBySchool), "10",
        ["the register says completed, the history in processing", "the entry of step 30 is missing"]
      ),
      (
        record(.enrolment, .withdrawn), "10 30+",
        [
          "the register says withdrawn, the history completed",
          "there is an entry of step 30, which it has not taken", "the entry of step 40 is missing",
        ]
      ),
    ])
  func unbalanced(record: ApplicationRecord, steps: String, problems: [String]) {
    var books = Books()
    books.enter(record, entries: Self.entries(steps, of: record))
    #expect(!books.balance)
    #expect(books.differences.map(\.problem) == problems)
    #expect(books.differences.allSatisfy { $0.applicationId == record.id })
  }

  @Test("The books count the applications in each state, once by the register and once by the history")
  func sums() {
    var books = Books()
    let records = [
      (Self.record(), "10"), (Self.record(), "10"), (Self.record(.enrolment, .refused, arrival: nil), "10-"),
      (Self.record(.enrolment, .enrolledBySchool), "10 30+"), (Self.record(.enrolment, .withdrawn), "10 40"),
    ]
    for (record, steps) in records { books.enter(record, entries: Self.entries(steps, of: record)) }
    #expect(books.balance)
    #expect(books.register == books.history && books.register.takenIn == 5)
    #expect(books.history.refused == 1 && books.history.inProcessing == 2)
    #expect(books.history.completed == 1 && books.history.withdrawn == 1)
  }

  @Test("The books list where each received application's submission is, and do not balance if one is lost")
  func waiting() {
    func books(_ places: [(WaitingPlace.Place, Bool?)], _ change: (inout Books) -> Void = { _ in }) -> Books {
      var books = Books()
      for (place, isThere) in places {
        books.enter(WaitingPlace(ApplicationID(uuid: UUID()), place, isThere: isThere))
      }
      change(&books)
      return books
    }
    let places: [(WaitingPlace.Place, Bool?)] = [
      (.waits, nil), (.queued, nil), (.parked, nil), (.parked, true), (.notKnown, nil),
    ]
    #expect(books(places).balance && books(places).waiting.count == 5)
    #expect(books(places) { $0.enter(intakeMessages: 2, in: "admission.intake") }.balance)
    #expect(
      books(places) { $0.enter(intakeMessages: 1, in: "admission.intake") }.differences.map(\.queue)
        == ["admission.intake"])
    #expect(
      books([(.parked, false), (.discarded, nil)]).differences.map(\.problem) == [
        "it was received, and its submission is not parked any more",
        "it was received, and its submission was discarded",
      ])
    #expect(books([]) { $0.enter(unroutedMessages: 0, in: "admission.unrouted") }.balance)
    #expect(
      books([]) { $0.enter(unroutedMessages: 3, in: "admission.unrouted") }.differences.map(\.queue)
        == ["admission.unrouted"])
  }

  @Test("The books do not balance if an application has no record, or if the arrival numbers have a gap")
  func gaps() {
    var books = Books()
    let schoolYear = Self.record().schoolYear
    books.enter(ArrivalCount(schoolYear: schoolYear, last: 2, count: 2, highest: 2))
    #expect(books.balance)
    for (last, count, highest) in [(3, 2, 3), (3, 2, 2), (2, 3, 3)] {
      books.enter(ArrivalCount(schoolYear: schoolYear, last: last, count: count, highest: highest))
    }
    #expect(books.differences.map(\.school) == Array(repeating: Forms.school, count: 3))
    let stray = ApplicationID(uuid: UUID())
    books.enter(unregistered: stray)
    #expect(!books.balance && books.differences.last?.applicationId == stray)
  }
}
