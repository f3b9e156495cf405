import Admission
import QueueContracts
import WorkerRuntime

/// Promises about a child's place and the decisions of its school.
extension StoreConformance {
  static let places = [
    StoreConformance("An application is read with the number of the application that it conflicts with") { stores in
      for (number, relation) in RegisteredRelation.allCases.enumerated() {
        let (blocking, givingWay) = (StoreSample.application(100), StoreSample.application(200))
        var record = StoreSample.application(number)
        record.registeredRelation = relation
        record.note(number == 0 ? Rivalry(blocking: blocking) : Rivalry(givingWay: givingWay))
        let written = record
        try await stores.writing.change { $1.enter(written) }
        try expect(try await stores.reading.application(StoreSample.id(number)) == written, "\(relation)")
      }
    },
    StoreConformance("A school's decisions are read with their corrections and repetitions") { stores in
      try await stores.writing.enter(1...2)
      let id = StoreSample.id(1)
      try await stores.writing.change(StoreSample.keys(applications: [1], schoolYears: [1])) {
        _ = $1.acceptArrival(of: id)
      }
      var written: [ApplicationRecord?] = []
      for number in 1...3 {
        let record = try await stores[number].change(StoreSample.keys(applications: [1])) { _, ledger in
          let decision = SchoolDecided(
            applicationId: id, school: SchoolReference(bin: StoreSample.school.digits),
            decision: number == 2 ? .refused : .enrolled, decidedAt: StoreSample.time(number),
            supersedes: number == 1 ? nil : StoreSample.message(number - 1))
          _ = ledger.end(by: decision, messageId: StoreSample.message(number))
          ledger.note(repeated: StoreSample.message(10 * number), of: id)
          return ledger.applications[id]
        }
        written.append(record)
        try expect(try await stores.reading.application(id) == record, "after decision \(number)")
      }
      let givenBack = try await stores.writing.change(StoreSample.keys(applications: [1])) { _, ledger in
        ledger.end(id, as: .withdrawn, at: StoreSample.time(4))
        return ledger.applications[id]
      }
      try expect(try await stores.reading.application(id) == givenBack, "after the withdrawal")
      try expect(givenBack?.decisions == written.last??.decisions, "the decisions are still there")
      let other = try await stores.reading.application(StoreSample.id(2))
      try expect(other == StoreSample.application(2), "the other application is unchanged")
    },
    StoreConformance("A slip is taken by any application that gets its place back, also by one before the last") {
      stores in
      @Sendable func decision(_ number: Int, _ decision: SchoolDecision, corrects: Int? = nil) -> SchoolDecided {
        SchoolDecided(
          applicationId: StoreSample.id(number), school: SchoolReference(bin: StoreSample.school.digits),
          decision: decision, decidedAt: StoreSample.time(100), supersedes: corrects.map(StoreSample.message))
      }
      func use(_ number: Int, _ store: any ExaminedStore) async throws -> Bool {
        let keys = StoreSample.keys(applications: [number], slips: [StoreSample.slip], schoolYears: [number])
        return try await store.change(keys) { _, ledger in
          guard ledger.takeSlip(StoreSample.slip, for: StoreSample.id(number)) else { return false }
          _ = ledger.acceptArrival(of: StoreSample.id(number))
          return true
        }
      }
      try await stores.writing.enter(1...5)
      // Two applications use the slip one after the other, and their schools refuse them; a third one uses it then.
      for number in 1...3 {
        try expect(try await use(number, stores[number]), "\(number) gets the slip")
        guard number < 3 else { continue }
        try await stores.writing.change(StoreSample.keys(applications: [number])) { _, ledger in
          _ = ledger.end(by: decision(number, .refused), messageId: StoreSample.message(number))
        }
      }
      // The first one's school corrects its refusal, and the third one ends.
      try await stores.writing.change(StoreSample.keys(applications: [1, 3])) { _, ledger in
        _ = ledger.end(by: decision(1, .enrolled, corrects: 1), messageId: StoreSample.message(11))
        ledger.end(StoreSample.id(3), as: .withdrawn, at: StoreSample.time(200))
      }
      try expect(try await !use(4, stores.reading), "the first one has a place by the slip")
      try await stores.writing.change(StoreSample.keys(applications: [1])) { _, ledger in
        ledger.end(StoreSample.id(1), as: .withdrawn, at: StoreSample.time(300))
      }
      try expect(try await use(4, stores.reading), "its place was given back")
      let keys = StoreSample.keys(slips: [StoreSample.slip])
      let slips = try await stores.reading.change(keys) { $1.slips }
      let holders = SlipHolders(latest: StoreSample.id(4), earlier: [StoreSample.id(2)])
      try expect(slips == [StoreSample.slip: holders], "only the second one can get a place yet")
    },
  ]
}
