import Admission
import QueueContracts
import WorkerRuntime

/// Promises about the counts of schools: how many applications each has decided, how fast, and how many are late.
extension StoreConformance {
  private static func record(
    _ number: Int, _ state: ApplicationRecord.State, bin: String, arrival: Int? = nil, endedAfter: Int? = nil
  ) -> ApplicationRecord {
    let sample = StoreSample.application(number)
    return ApplicationRecord(
      id: sample.id, number: sample.number, service: .transfer, language: .kk, applicantIin: "1",
      childIin: "\(number)", childName: nil, grade: 1, school: SchoolReference(bin: bin),
      submittedAt: sample.submittedAt, dueBy: sample.dueBy, state: state, arrival: arrival,
      endedAt: endedAfter.map { sample.submittedAt.adding(seconds: Int64($0)) })
  }

  static let schools = [
    StoreConformance("Schools are counted by what they have decided, how fast, and what is late") { stores in
      let (fast, slow) = ("961141000023", "'; --")
      let records = [
        record(1, .enrolledBySchool, bin: fast, arrival: 1, endedAfter: 30),
        record(2, .refusedBySchool, bin: fast, arrival: 2, endedAfter: 10),
        record(3, .enrolledBySchool, bin: fast, arrival: 3, endedAfter: 200_000),
        record(4, .refused, bin: fast, endedAfter: 1),
        record(5, .enrolledBySchool, bin: fast, arrival: 5, endedAfter: 90),
        record(6, .inProcessing, bin: fast, arrival: 6),
        record(7, .inProcessing, bin: slow, arrival: 7), record(8, .inProcessing, bin: slow, arrival: 8),
        record(9, .received, bin: slow), record(10, .withdrawn, bin: "x", endedAfter: 5),
      ]
      try await stores.writing.change { _, ledger in for record in records { ledger.enter(record) } }
      let now = records[6].dueBy.adding(seconds: 1)
      let found = try await stores.reading.schoolCounts(
        submitted: StoreSample.time(1)..<StoreSample.time(8), lateAt: now
      ).sorted { $0.school < $1.school }
      var (first, second) = (SchoolCount(school: slow), SchoolCount(school: fast))
      // Of the slow school's three applications only number 7 counts. Number 8 was submitted after the time span and is
      // not late yet, and number 9 has not been sent to the school.
      first.waiting = 1
      first.late = 1
      first.lateSince = records[6].dueBy
      second.waiting = 1
      second.answered = 4
      second.answeredLate = 1
      second.medianSeconds = 30
      second.slowestSeconds = 200_000
      second.late = 1
      second.lateSince = records[5].dueBy
      try expect(found == [first, second], "two schools; others have nothing to decide: \(found)")
      let none = StoreSample.time(100)..<StoreSample.time(200)
      try expect(
        try await stores.reading.schoolCounts(submitted: none, lateAt: StoreSample.time(0)).isEmpty, "none of later")
    },
    StoreConformance("A transfer counts at the receiving school only once that school was asked") { stores in
      let bin = StoreSample.school.digits
      try await stores.writing.change { _, ledger in
        for number in 1...3 { ledger.enter(record(number, .inProcessing, bin: bin, arrival: number == 2 ? 1 : nil)) }
      }
      let now = StoreSample.time(1_000_000)
      let found = try await stores.reading.schoolCounts(submitted: StoreSample.time(0)..<now, lateAt: now)
      var expected = SchoolCount(school: bin)
      expected.waiting = 1
      expected.late = 1
      expected.lateSince = StoreSample.application(2).dueBy
      try expect(found == [expected], "only number 2 waits, and is late: \(found)")
    },
    StoreConformance("A school is measured by its first decision, whatever becomes of the application later") {
      stores in
      let (bin, late) = (StoreSample.school.digits, 100 * 86_400)
      @Sendable func decision(_ number: Int, after seconds: Int, _ decision: SchoolDecision, corrects: Int? = nil)
        -> SchoolDecided
      {
        SchoolDecided(
          applicationId: StoreSample.id(number), school: SchoolReference(bin: bin), decision: decision,
          decidedAt: StoreSample.time(number + seconds), supersedes: corrects.map(StoreSample.message))
      }
      let asked = (1...4).map { record($0, .inProcessing, bin: bin, arrival: $0) }
      try await stores.writing.change { _, ledger in
        // Of an application that an older release ended, only the end is known.
        let old = record(5, .enrolledBySchool, bin: bin, arrival: 5, endedAfter: 50)
        for record in asked + [old] { ledger.enter(record) }
        for number in 1...3 {
          _ = ledger.end(by: decision(number, after: 10 * number, .enrolled), messageId: StoreSample.message(number))
        }
      }
      try await stores.writing.change(StoreSample.keys(applications: [1, 2, 3, 4])) { _, ledger in
        let correction = decision(1, after: late, .refused, corrects: 1)
        _ = ledger.end(by: correction, messageId: StoreSample.message(11))
        ledger.end(StoreSample.id(2), as: .withdrawn, at: StoreSample.time(2 + late))
        // The family withdraws before the school has decided, so the school has given no answer.
        ledger.end(StoreSample.id(4), as: .withdrawn, at: StoreSample.time(4 + late))
      }
      let found = try await stores.reading.schoolCounts(
        submitted: StoreSample.time(0)..<StoreSample.time(60), lateAt: StoreSample.time(late))
      var expected = SchoolCount(school: bin)
      expected.answered = 4
      expected.medianSeconds = 20
      expected.slowestSeconds = 50
      try expect(found == [expected], "after 10, 20, 30 and 50 seconds, and none late: \(found)")
    },
  ]
}
