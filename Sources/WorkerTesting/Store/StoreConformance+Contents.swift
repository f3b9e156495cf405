import Admission
import Foundation
import QueueContracts
import WorkerRuntime

extension StoreConformance {
  static let contents = [
    StoreConformance("A batch of 200 comes back as it was written") { stores in
      let ids = (1...200).map(StoreSample.message)
      let written = try await stores.writing.change(messages: ids) { inbox, ledger in
        for number in 1...200 {
          inbox.record(StoreSample.entry(number), for: StoreSample.message(number))
          ledger.enter(StoreSample.application(number))
          _ = ledger.acceptArrival(of: StoreSample.id(number))
          ledger.post(StoreSample.historyEntry(number))
        }
        return ledger
      }
      let keys = StoreSample.keys(applications: Array(1...200), schoolYears: Array(1...200))
      let read = try await stores.reading.change(messages: ids, keys) { ($0, $1) }
      try expect(read.1.applications == written.applications, "applications")
      try expect(read.1.arrivals == written.arrivals, "arrival numbers")
      for number in 1...200 {
        try expect(read.0[StoreSample.message(number)] == StoreSample.entry(number), "message \(number)")
        let entries = try await stores.reading.entries(of: StoreSample.id(number))
        try expect(entries == [StoreSample.historyEntry(number)], "entry \(number)")
      }
    },
    StoreConformance("A duplicate is read with the number of the first application") { stores in
      var record = StoreSample.application(1)
      record.duplicateOf = ApplicationNumber(stored: "Ә-17")
      let written = record
      try await stores.writing.change { $1.enter(written) }
      try expect(try await stores.reading.application(StoreSample.id(1)) == written, "the first application's number")
    },
    StoreConformance("An application that has ended is read as it ended") { stores in
      try await stores.writing.enter(1...2)
      try await stores.writing.change(StoreSample.keys(applications: [1], schoolYears: [1])) {
        _ = $1.acceptArrival(of: StoreSample.id(1))
        $1.end(StoreSample.id(1), as: .enrolledBySchool, at: StoreSample.time(77))
      }
      let ended = try await stores.reading.application(StoreSample.id(1))
      try expect(ended?.state == .enrolledBySchool, "state")
      try expect(ended?.arrival == 1, "arrival")
      try expect(ended?.endedAt == StoreSample.time(77), "end")
      let other = try await stores.reading.application(StoreSample.id(2))
      try expect(other == StoreSample.application(2), "the other application is unchanged")
      try expect(try await stores.reading.application(StoreSample.id(3)) == nil, "an unknown application is nil")
    },
    StoreConformance("Texts come back as they were, in every script") { stores in
      for (number, text) in StoreSample.oddTexts.enumerated() {
        // An empty text is stored as no name.
        let record = StoreSample.application(number, childName: text.isEmpty ? nil : text, childIin: text)
        let slip = SlipKey(fromSchoolBin: text, number: text)
        let entry = StoreSample.historyEntry(number, text: text)
        var keys = StoreSample.keys(applications: [number], slips: [slip])
        keys.children = [text]
        try await stores.writing.change(keys) {
          $1.enter(record)
          _ = $1.takeSlip(slip, for: record.id)
          $1.post(entry)
        }
        let ledger = try await stores.reading.change(keys) { $1 }
        try expect(ledger.applications[record.id] == record, "application \(number)")
        try expect(ledger.applications.count == 1, "the children's applications of \(number)")
        try expect(ledger.slips == [slip: SlipHolders(latest: record.id)], "slip \(number)")
        try expect(try await stores.reading.history(recipientIin: text) == [entry], "history \(number)")
      }
    },
    StoreConformance("A text with a NUL is refused, not cut short") { stores in
      try await expectRejected(
        { () async throws(StoreError) in
          try await stores.writing.change { $1.enter(StoreSample.application(1, childName: "A\u{0}B")) }
        }, "an application")
      try await expectRejected(
        { () async throws(StoreError) in
          try await stores.writing.change {
            _ = $1.takeSlip(SlipKey(fromSchoolBin: "950341000052", number: "1\u{0}2"), for: StoreSample.id(1))
          }
        }, "a slip")
    },
    StoreConformance("A citizen's history is listed by time, then by step, without other citizens' entries") { stores in
      let entries = [
        StoreSample.historyEntry(4, step: .intake, second: 9), StoreSample.historyEntry(3, step: .school, second: 5),
        StoreSample.historyEntry(2, step: .transfer, second: 5), StoreSample.historyEntry(1, step: .intake, second: 5),
      ]
      try await stores.writing.change { _, ledger in
        for entry in entries { ledger.post(entry) }
        ledger.post(StoreSample.historyEntry(5, text: "another"))
      }
      let listed = try await stores.reading.history(recipientIin: entries[0].recipientIin)
      try expect(listed == entries.reversed(), "by time, then by step")
      try expect(try await stores.reading.history(recipientIin: "nobody").isEmpty, "no entries for an unknown number")
    },
  ]
}
