import Admission
import QueueContracts
import WorkerRuntime

extension StoreConformance {
  static let turns = [
    StoreConformance("An applicant's turns (judged applications) after a time are found, and no others") { stores in
      for second in [10, 20, 30] {
        try await stores.writing.change { _, ledger in
          ledger.takeTurn(of: mother, for: StoreSample.id(second), at: StoreSample.time(second))
          ledger.takeTurn(of: stranger, for: StoreSample.id(second), at: StoreSample.time(second + 1))
        }
      }
      var keys = Ledger.Keys()
      keys.turns = [mother: StoreSample.time(10), stranger: StoreSample.time(30)]
      let found = try await stores.reading.change(keys) { $1.turns }
      let expected = [mother: [20, 30].map(StoreSample.time), stranger: [StoreSample.time(31)]]
      try expect(found == expected, "the later turns: \(found)")
      keys.turns = [ApplicantKey(iin: "900101300007", isSigned: true): StoreSample.time(0)]
      let none = try await stores.reading.change(keys) { $1.turns }
      try expect(none.values.allSatisfy(\.isEmpty), "nobody else's")
    },
    StoreConformance("No applicant gets more turns (judged applications) than the limit, even in parallel") { stores in
      var keys = Ledger.Keys()
      keys.turns = [mother: StoreSample.time(0)]
      let taken = try await stores.eachAtOnce(1...40) { [keys] number, store in
        try await store.change(keys) { _, ledger in
          guard ledger.turns[mother, default: []].count < 3 else { return false }
          ledger.takeTurn(of: mother, for: StoreSample.id(number), at: StoreSample.time(number))
          return true
        }
      }
      try expect(taken.count { $0 } == 3, "three are taken: \(taken.count { $0 })")
      let found = try await stores.reading.change(keys) { $1.turns[mother] }
      try expect(found?.count == 3, "three are there")
    },
    StoreConformance("An applicant's turns (judged applications) are forgotten with the inbox") { stores in
      try await stores.writing.change {
        $1.takeTurn(of: mother, for: StoreSample.id(1), at: StoreSample.time(1))
        $1.takeTurn(of: mother, for: StoreSample.id(2), at: StoreSample.time(5))
      }
      let removed = try await stores.reading.prune(before: StoreSample.time(5), limit: 9)
      try expect(removed == PrunedRows(inbox: 1), "one turn is old enough: \(removed)")
      var keys = Ledger.Keys()
      keys.turns = [mother: StoreSample.time(0)]
      let found = try await stores.writing.change(keys) { $1.turns[mother] }
      try expect(found == [StoreSample.time(5)], "the later turn is left")
    },
  ]

  private static let mother = ApplicantKey(iin: "850101300004", isSigned: true)
  private static let stranger = ApplicantKey(iin: "850101300004", isSigned: false)
}
