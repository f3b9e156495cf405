import Admission
import QueueContracts
import WorkerRuntime

extension StoreConformance {
  static let retention = [
    StoreConformance("Old messages are removed; younger ones still have one effect") { stores in
      try await stores.writing.fill(1...6)
      let expected = PrunedRows(inbox: 3, deliveryEvents: 3)
      let found = try await stores.reading.prunable(before: StoreSample.time(4))
      try expect(found == expected, "counted: \(found)")
      let removed = try await stores.writing.prune(before: StoreSample.time(4), limit: 100)
      try expect(removed == expected, "removed: \(removed)")
      let again = try await stores.reading.prune(before: StoreSample.time(4), limit: 100)
      try expect(again == PrunedRows(), "nothing is left")
      let messages = (1...6).map(StoreSample.message)
      let inbox = try await stores.reading.change(messages: messages) { inbox, _ in inbox }
      for number in 1...6 {
        let entry = number < 4 ? nil : StoreSample.entry(number)
        try expect(inbox[StoreSample.message(number)] == entry, "message \(number)")
        let events = try await stores.reading.deliveryEvents(of: StoreSample.id(number))
        try expect(events.count == (number < 4 ? 0 : 1), "event \(number)")
      }
    },
    StoreConformance("A delivery event that is repeated is as old as its last time") { stores in
      try await stores.writing.note([event(1, at: 1)])
      try await stores.writing.note([event(1, at: 5)])
      let removed = try await stores.reading.prune(before: StoreSample.time(5), limit: 100)
      try expect(removed == PrunedRows(), "nothing is removed")
      let events = try await stores.reading.deliveryEvents(of: StoreSample.id(1))
      try expect(events.map(\.times) == [2], "both times are counted")
    },
    StoreConformance("The register and the history are never forgotten") { stores in
      try await stores.writing.enter(1...3)
      let entry = StoreSample.historyEntry(1)
      try await stores.writing.change(StoreSample.keys(applications: [1], slips: [StoreSample.slip], schoolYears: [1]))
      {
        _ = $1.acceptArrival(of: StoreSample.id(1))
        _ = $1.takeSlip(StoreSample.slip, for: StoreSample.id(1))
        $1.post(entry)
      }
      let removed = try await stores.writing.prune(before: .now.adding(seconds: 86_400), limit: 100)
      try expect(removed == PrunedRows(), "nothing is removed")
      try expect(try await stores.reading.application(StoreSample.id(1))?.arrival == 1, "the application")
      try expect(try await stores.reading.slip(of: StoreSample.id(1)) == StoreSample.slip, "the slip")
      try expect(try await stores.reading.history(recipientIin: entry.recipientIin) == [entry], "the entry")
    },
    StoreConformance("Pruning removes at most the limit of rows, and each row once, even if many prune at once") {
      stores in
      try await stores.writing.fill(1...40)
      let removed = try await stores.eachAtOnce(1...6) { _, store in
        var removed = 0
        while true {
          let part = try await store.prune(before: StoreSample.time(31), limit: 7).count
          try expect(part <= 7, "at most 7")
          removed += part
          guard part == 7 else { return removed }
        }
      }
      try expect(removed.reduce(0, +) == 60, "30 messages and 30 events: \(removed)")
      let left = try await stores.reading.prunable(before: StoreSample.time(99))
      try expect(left == PrunedRows(inbox: 10, deliveryEvents: 10), "the younger rows are left: \(left)")
    },
    StoreConformance("Crashes are forgotten when their process is long gone") { stores in
      _ = try await stores.writing.noteBeginning(of: ["a"], worker: "intake", alone: true)
      try await stores.writing.crashProcess()
      let yesterday = try await stores.writing.prune(before: .now.adding(seconds: -86_400), limit: 100)
      try expect(yesterday == PrunedRows(), "nothing is removed yet")
      let crashes = ["a": Crashes(alone: 1)]
      try expect(
        try await stores.reading.noteBeginning(of: ["a"], worker: "intake", alone: true) == crashes, "it is known")
      try await stores.reading.noteEnd(of: ["a"], worker: "intake", settled: false)

      let tomorrow = Timestamp.now.adding(seconds: 86_400)
      let found = try await stores.reading.prunable(before: tomorrow)
      let removed = try await stores.writing.prune(before: tomorrow, limit: 100)
      try expect(removed == found && removed.crashNotes == 1, "one crash: \(removed), counted: \(found)")
      try expect(
        try await stores.reading.noteBeginning(of: ["a"], worker: "intake", alone: true).isEmpty, "it is forgotten")
    },
    StoreConformance("A notice that was handled is not published again when its message is forgotten") { stores in
      try await stores.writing.enter(1...2)
      let time = StoreSample.application(3).dueBy
      let notices = (1...2).map { OverdueNotice(application: StoreSample.id($0), message: StoreSample.message($0)) }
      _ = try await stores.writing.claim(notices, at: time, publishedBefore: StoreSample.time(0))
      try await stores.writing.change(messages: [StoreSample.message(1)]) { inbox, _ in
        inbox.record(StoreSample.entry(1), for: StoreSample.message(1))
      }
      let later = time.adding(seconds: 1)
      try await stores.writing.noteHandled(by: "intake", publishedBefore: later)
      let removed = try await stores.writing.prune(before: later, limit: 100)
      try expect(removed == PrunedRows(inbox: 1), "the notice's message is forgotten: \(removed)")
      try await stores.writing.noteHandled(by: "intake", publishedBefore: later)
      try expect(
        try await stores.reading.lateWithoutNotice(at: later, publishedBefore: later, limit: 9) == [StoreSample.id(2)],
        "only the notice that nobody has handled")
    },
  ]
}

extension ExaminedStore {
  /// For each number, adds an inbox row and a delivery event, both with the ``StoreSample/time(_:)`` of this number.
  fileprivate func fill(_ numbers: ClosedRange<Int>) async throws {
    try await change(messages: numbers.map(StoreSample.message)) { inbox, _ in
      for number in numbers { inbox.record(StoreSample.entry(number), for: StoreSample.message(number)) }
    }
    try await note(numbers.map { event($0, at: $0) })
  }
}

private func event(_ number: Int, at second: Int) -> DeliveryEvent {
  DeliveryEvent(
    .retried, message: StoreSample.message(number), application: StoreSample.id(number), worker: "intake",
    reason: "school", time: StoreSample.time(second), returnsAt: StoreSample.time(second + 1))
}
