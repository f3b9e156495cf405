import Admission
import QueueContracts
import WorkerRuntime

extension StoreConformance {
  static let queries = [
    StoreConformance("Applications are found by the number that their families know") { stores in
      try await stores.writing.enter(1...3)
      let found = try await stores.reading.applications(numbered: StoreSample.application(2).number)
      try expect(found == [StoreSample.id(2)], "the application with the number")
      guard let unknown = ApplicationNumber("B9") else { return }
      try expect(try await stores.reading.applications(numbered: unknown).isEmpty, "none has an unknown number")
    },
    StoreConformance("Unanswered applications are listed by deadline, page after page") { stores in
      try await stores.writing.enter(1...7)
      try await stores.writing.change(StoreSample.keys(applications: [3])) {
        $1.end(StoreSample.id(3), as: .withdrawn, at: StoreSample.time(9))
      }
      // Applications with the same deadline are listed in the order of their ids.
      let twins = [StoreSample.application(8, dueBy: 5), StoreSample.application(9, dueBy: 5)]
        .sorted { $0.id.description < $1.id.description }
      try await stores.writing.change { _, ledger in for twin in twins { ledger.enter(twin) } }
      var (found, last): ([ApplicationRecord], ApplicationRecord?) = ([], nil)
      repeat {
        let page = try await stores.reading.unanswered(
          dueBefore: StoreSample.application(6).dueBy, after: last, limit: 2)
        (found, last) = (found + page, page.last)
      } while last != nil
      try expect(
        found == twins + [1, 2, 4, 5].map { StoreSample.application($0) }, "those due before the moment, in order")
    },
    StoreConformance("Applications of a time are listed once each, page after page, even if they ended") { stores in
      try await stores.writing.enter(1...7)
      try await stores.writing.change(StoreSample.keys(applications: [3])) {
        $1.end(StoreSample.id(3), as: .refused, at: StoreSample.time(9))
      }
      var (found, last): ([ApplicationID], ApplicationRecord?) = ([], nil)
      repeat {
        let page = try await stores.reading.applications(
          submitted: StoreSample.time(2)..<StoreSample.time(6), after: last, limit: 3)
        (found, last) = (found + page.map(\.id), page.last)
      } while last != nil
      try expect(found == (2...5).map(StoreSample.id), "from 2 to 5, by their time")
    },
    StoreConformance("Entries are found by their id, and by their applications") { stores in
      let entries = (1...4).map { StoreSample.historyEntry($0) }
      try await stores.writing.change { _, ledger in for entry in entries { ledger.post(entry) } }
      let named = [entries[3], entries[1]].map(\.entryId) + [StoreSample.message(99)]
      try expect(try await stores.reading.entries(named) == [entries[1], entries[3]], "by their ids, as posted")
      try expect(try await stores.reading.entries([MessageID]()).isEmpty, "no entries for no ids")
      let found = try await stores.reading.entries(of: [1, 3, 99].map(StoreSample.id))
      try expect(Set(found.map(\.entryId)) == Set([entries[0].entryId, entries[2].entryId]), "by two applications")
      try expect(try await stores.reading.entries(of: []).isEmpty, "no entries for no applications")
    },
    StoreConformance("A message has one delivery event for each worker and kind, with count, first and last time") {
      stores in
      func event(_ kind: DeliveryEvent.Kind, message: Int = 1, application: Int = 1, at second: Int) -> DeliveryEvent {
        DeliveryEvent(
          kind, message: StoreSample.message(message), application: StoreSample.id(application), worker: "intake",
          reason: "reason \(second)", detail: "құжат", time: StoreSample.time(second),
          returnsAt: kind == .retried ? StoreSample.time(second + 5) : nil)
      }
      try await stores.writing.note([])
      try await stores.writing.note([event(.retried, at: 1), event(.retried, message: 2, application: 2, at: 1)])
      try await stores[1].note([event(.retried, at: 2)])
      try await stores[2].note([event(.parked, at: 3)])
      let found = try await stores.reading.deliveryEvents(of: StoreSample.id(1))
      try expect(
        found == [
          DeliveryEventRecord(last: event(.retried, at: 2), firstTime: StoreSample.time(1), times: 2),
          DeliveryEventRecord(last: event(.parked, at: 3), firstTime: StoreSample.time(3), times: 1),
        ], "two kinds, by their first times")
      try expect(
        try await stores.reading.deliveryEvents(of: StoreSample.id(2)).map(\.times) == [1], "the other one's event")
      try expect(try await stores.reading.deliveryEvents(of: StoreSample.id(3)).isEmpty, "no events of a third one")
    },
    StoreConformance("A slip is found by the application that it was last given to") { stores in
      let slip = SlipKey(fromSchoolBin: "961141000023", number: "S-1")
      try await stores.writing.change(StoreSample.keys(slips: [slip])) { $1.giveSlip(slip, to: StoreSample.id(1)) }
      try expect(try await stores.reading.slip(of: StoreSample.id(1)) == slip, "the application has the slip")
      try await stores.writing.change(StoreSample.keys(slips: [slip])) { $1.giveSlip(slip, to: StoreSample.id(2)) }
      try expect(try await stores.reading.slip(of: StoreSample.id(1)) == nil, "the first one no longer has the slip")
      try expect(try await stores.reading.slip(of: StoreSample.id(2)) == slip, "the second one has the slip")
    },
    StoreConformance("Applications that have entries and are missing in the register are found") { stores in
      try await stores.writing.enter(1...1)
      try await stores.writing.change { _, ledger in
        for number in 1...2 { ledger.post(StoreSample.historyEntry(number, second: number)) }
      }
      let (first, second, third) = (StoreSample.time(1), StoreSample.time(2), StoreSample.time(3))
      try expect(try await stores.reading.unregistered(occurred: first..<third) == [StoreSample.id(2)], "only number 2")
      try expect(try await stores.reading.unregistered(occurred: first..<second).isEmpty, "none of another time")
    },
    StoreConformance("Arrival numbers are counted for each school of a year") { stores in
      try await stores.writing.enter(1...3)
      try await stores.writing.change(StoreSample.keys(applications: [1, 2], schoolYears: [1, 2])) { _, ledger in
        for number in 1...2 { _ = ledger.acceptArrival(of: StoreSample.id(number)) }
      }
      let schoolYear = StoreSample.application(1).schoolYear
      let whole = ArrivalCount(schoolYear: schoolYear, last: 2, count: 2, highest: 2)
      try expect(try await stores.reading.arrivals(year: schoolYear.year) == [whole], "two numbers, both found")
      try expect(whole.hasNoGaps, "no gap")
      try expect(try await stores.reading.arrivals(year: schoolYear.year + 1).isEmpty, "no numbers of another year")
    },
  ]
}
