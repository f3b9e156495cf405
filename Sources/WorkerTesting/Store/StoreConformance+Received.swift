import Admission
import QueueContracts
import WorkerRuntime

extension StoreConformance {
  static let received = [
    StoreConformance("A received application that is judged later takes the values of the judgement") { stores in
      let record = StoreSample.received(1)
      try await stores.writing.change { $1.enter(record) }
      try expect(try await stores.reading.application(StoreSample.id(1)) == record, "it is as it was received")

      var judged = StoreSample.application(2, child: 7, dueBy: 99)
      judged = StoreSample.renamed(judged, as: StoreSample.id(1))
      judged.duplicateOf = ApplicationNumber("17")
      let whole = judged
      try await stores.writing.change(StoreSample.keys(applications: [1], schoolYears: [1])) {
        $1.enter(whole)
        _ = $1.acceptArrival(of: StoreSample.id(1))
      }
      let found = try await stores.reading.application(StoreSample.id(1))
      try expect(found?.state == .inProcessing && found?.arrival == 1, "the application is in processing")
      try expect(found?.receivedAt == record.receivedAt, "the time of receipt is kept")
      try expect(found?.childIin == whole.childIin && found?.dueBy == whole.dueBy, "the later child and deadline")
      try expect(found?.childName == whole.childName && found?.grade == whole.grade, "the child is named")
      try expect(found?.school == whole.school && found?.duplicateOf == whole.duplicateOf, "school and duplicate")
    },
    StoreConformance("A received application can end without having been judged") { stores in
      try await stores.writing.change { $1.enter(StoreSample.received(1)) }
      try await stores.writing.change(StoreSample.keys(applications: [1])) {
        $1.end(StoreSample.id(1), as: .withdrawn, at: StoreSample.time(9))
      }
      let found = try await stores.reading.application(StoreSample.id(1))
      try expect(found?.state == .withdrawn && found?.endedAt == StoreSample.time(9), "it is withdrawn")
      try expect(found?.receivedAt == StoreSample.received(1).receivedAt, "the time of receipt is kept")
    },
    StoreConformance("A received application has a deadline like one in processing") { stores in
      try await stores.writing.change { _, ledger in
        ledger.enter(StoreSample.received(1))
        ledger.enter(StoreSample.application(2))
        ledger.enter(StoreSample.received(3))
        ledger.end(StoreSample.id(3), as: .withdrawn, at: StoreSample.time(9))
      }
      let time = StoreSample.application(9).dueBy
      let due = try await stores.reading.unanswered(dueBefore: time, after: nil, limit: 9)
      try expect(due.map(\.id) == [1, 2].map(StoreSample.id), "both are listed")
      let lateness = try await stores.reading.lateness(at: time, soonSeconds: 0)
      try expect(lateness == Lateness(late: 2, dueSoon: 0), "both are late")
      let untold = try await stores.reading.lateWithoutNotice(at: time, publishedBefore: StoreSample.time(0), limit: 9)
      try expect(untold == [1, 2].map(StoreSample.id), "both need a notice")
    },
    StoreConformance("A signature belongs to one application for ever, even if many ask at once") { stores in
      var keys = Ledger.Keys()
      keys.signatures = ["a"]
      let given = try await stores.eachAtOnce(1...40) { [keys] number, store in
        try await store.change(keys) { $1.useIfFree("a", for: StoreSample.id(number)) }
      }
      try expect(given.count { $0 } == 1, "one application has the signature")
      let holder = try await stores.reading.change(keys) { $1.signatures["a"] }
      keys.signatures = ["a", "b"]
      let later = try await stores.writing.change(keys) { _, ledger in
        [ledger.useIfFree("a", for: StoreSample.id(99)), ledger.useIfFree("b", for: StoreSample.id(99))]
      }
      try expect(later == [false, true], "a used signature is not given again, another one is free")
      let found = try await stores.reading.change(keys) { $1.signatures }
      try expect(found == ["a": holder, "b": StoreSample.id(99)].compactMapValues { $0 }, "both are kept")
      try expect(try await stores.reading.change { $1 } == Ledger(), "no keys, no signatures")
    },
    StoreConformance("A signature that the keys do not name is refused, not overwritten") { stores in
      try await stores.writing.change { $1.useSignature("a", for: StoreSample.id(1)) }
      do throws(StoreError) {
        try await stores.writing.change { $1.useSignature("a", for: StoreSample.id(2)) }
      } catch .rejected {
        return
      }
      try expect(false, "the signature was not refused")
    },
  ]
}

extension Ledger {
  /// Marks the signature as used by this application; returns false if another application has used it.
  fileprivate mutating func useIfFree(_ key: String, for id: ApplicationID) -> Bool {
    guard signatureIsFree(key, for: id) else { return false }
    useSignature(key, for: id)
    return true
  }
}

extension StoreSample {
  /// A received application whose signer is not known and whose school's number is not a BIN.
  static func received(_ number: Int) -> ApplicationRecord {
    let record = application(number)
    return ApplicationRecord(
      id: record.id, number: record.number, service: .transfer, language: .ru, applicantIin: record.applicantIin,
      childIin: record.childIin, childName: nil, school: SchoolReference(bin: "№ 5 мектеп"),
      submittedAt: record.submittedAt, dueBy: record.dueBy, state: .received, receivedAt: time(number + 1))
  }

  fileprivate static func renamed(_ record: ApplicationRecord, as id: ApplicationID) -> ApplicationRecord {
    ApplicationRecord(
      id: id, number: record.number, service: record.service, language: record.language,
      applicantIin: record.applicantIin, childIin: record.childIin, childName: record.childName, grade: record.grade,
      school: record.school, submittedAt: record.submittedAt, dueBy: record.dueBy)
  }
}
