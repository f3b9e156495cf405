import Admission
import Foundation
import QueueContracts
import WorkerRuntime

extension StoreConformance {
  static let deadlines = [
    StoreConformance("One process at a time is the watcher of the deadlines, as long as it asks for") { stores in
      let holders = (1...8).map { _ in UUID() }
      let taken = try await stores.eachAtOnce(1...8) { number, store in
        try await store.becomeWatcher(holder: holders[number - 1], seconds: 600) ? [holders[number - 1]] : []
      }.flatMap { $0 }
      try expect(taken.count == 1, "one process becomes the watcher, not \(taken.count)")
      for holder in holders {
        let isTaken = try await stores.reading.becomeWatcher(holder: holder, seconds: 600)
        try expect(isTaken == (holder == taken[0]), "the watcher stays the watcher")
      }
    },
    StoreConformance("Another process takes over a watch that is no longer renewed") { stores in
      let (first, second) = (UUID(), UUID())
      try expect(try await stores.writing.becomeWatcher(holder: first, seconds: 1), "the first process is the watcher")
      // The second process asks for a much longer watch than the first. If it asked for a much shorter one, the store
      // would assume that the clock was put back, and would let the second process take over at once.
      while try await !stores.reading.becomeWatcher(holder: second, seconds: 600) {
        try await Task.sleep(for: .milliseconds(50))
      }
      try expect(
        try await !stores.writing.becomeWatcher(holder: first, seconds: 600),
        "the first process is no longer the watcher")
    },
    StoreConformance("Unanswered applications that are late or due soon are counted") { stores in
      try await stores.writing.enter(1...9)
      try await stores.writing.change(StoreSample.keys(applications: [3, 6])) { _, ledger in
        ledger.end(StoreSample.id(3), as: .withdrawn, at: StoreSample.time(9))
        ledger.end(StoreSample.id(6), as: .refused, at: StoreSample.time(9))
      }
      let time = StoreSample.application(5).dueBy
      let lateness = try await stores.reading.lateness(at: time, soonSeconds: 3)
      try expect(lateness == Lateness(late: 3, dueSoon: 2), "1, 2 and 4 are late, 5 and 7 due soon: \(lateness)")
      let none = try await stores.reading.lateness(at: StoreSample.time(0), soonSeconds: 0)
      try expect(none == Lateness(late: 0, dueSoon: 0), "none")
    },
    StoreConformance("Each late answer is claimed once, even if many claim at once") { stores in
      try await stores.writing.enter(1...40)
      let (time, before) = (StoreSample.application(31).dueBy, StoreSample.time(0))
      let late = try await stores.reading.lateWithoutNotice(at: time, publishedBefore: before, limit: 100)
      try expect(late == (1...30).map(StoreSample.id), "30 are late, the longest overdue first")
      try expect(
        try await stores.reading.lateWithoutNotice(at: time, publishedBefore: before, limit: 2)
          == Array(late.prefix(2)),
        "a page of them")
      let claimed = try await stores.eachAtOnce(1...6) { number, store in
        // Each process claims the notices in another order.
        let ids = Array(late[number...] + late[..<number])
        return try await store.claim(ids.map(notice), at: time, publishedBefore: before)
      }
      try expect(claimed.reduce(0) { $0 + $1.count } == 30, "30 claims")
      try expect(claimed.reduce(into: []) { $0.formUnion($1) } == Set(late), "one claim for each application")
      let left = try await stores.reading.lateWithoutNotice(at: time, publishedBefore: before, limit: 100)
      try expect(left.isEmpty, "none is left")
    },
    StoreConformance("A notice is published again unless the worker's inbox shows that it was handled") { stores in
      try await stores.writing.enter(1...4)
      let time = StoreSample.application(5).dueBy
      let notices = (1...3).map { notice(StoreSample.id($0)) }
      _ = try await stores.writing.claim(notices, at: time, publishedBefore: StoreSample.time(0))
      try await stores.writing.change(messages: [notices[0].message]) { inbox, _ in
        inbox.record(StoreSample.entry(1), for: notices[0].message)
      }
      // The second notice is recorded in the inbox of NotifyWorker. That does not count: intake has not handled it.
      try await stores.writing.change(by: "notify", messages: [notices[1].message]) { inbox, _ in
        inbox.record(StoreSample.entry(2), for: InboxKey("notify", notices[1].message))
      }
      try await stores.writing.noteHandled(by: "intake", publishedBefore: time)
      try expect(
        try await stores.reading.lateWithoutNotice(at: time, publishedBefore: time, limit: 9) == [StoreSample.id(4)],
        "at once only the application without a notice")
      let later = time.adding(seconds: 1)
      try await stores.writing.noteHandled(by: "intake", publishedBefore: later)
      try expect(
        try await stores.reading.lateWithoutNotice(at: later, publishedBefore: later, limit: 9)
          == [2, 3, 4].map(StoreSample.id), "later also the notices that intake has not handled")
      try expect(
        try await stores.reading.claim(notices, at: later, publishedBefore: later)
          == Set([2, 3].map(StoreSample.id)), "a notice that was handled cannot be claimed")
      try expect(
        try await stores.reading.lateWithoutNotice(at: later, publishedBefore: later, limit: 9) == [StoreSample.id(4)],
        "notices that were published again are waited for again")
    },
  ]
}

private func notice(_ id: ApplicationID) -> OverdueNotice {
  OverdueNotice(application: id, message: MessageID(uuid: id.uuid))
}
