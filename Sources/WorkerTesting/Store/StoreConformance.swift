public import Admission
import Foundation
import QueueContracts
public import WorkerRuntime

/// A store whose contents a test can look up.
public protocol ExaminedStore: LaneStore, RegisterQueries, DeadlineQueries, Retention
where Ledger == Admission.Ledger, Keys == Admission.Ledger.Keys {
  /// Simulates the death of the process that wrote the notes in this store's crash log.
  ///
  /// The notes that the store writes afterwards are notes of a new process.
  func crashProcess() async throws
}

/// A promise that every store keeps, on any database: an argument for a parameterised test.
public struct StoreConformance: Sendable, CustomStringConvertible {
  /// The promise as a sentence.
  public let description: String
  private let check: @Sendable (Stores) async throws -> Void

  init(_ description: String, _ check: @escaping @Sendable (Stores) async throws -> Void) {
    self.description = description
    self.check = check
  }

  /// Checks the promise on stores.
  ///
  /// - Parameter stores: one store, or several stores over the same empty contents, which must see each other's writes.
  /// - Throws: an error with a sentence if the promise is broken.
  public func run(on stores: any ExaminedStore...) async throws { try await check(Stores(all: stores)) }

  struct Stores: Sendable {
    let all: [any ExaminedStore]
    var writing: any ExaminedStore { all[0] }
    var reading: any ExaminedStore { all[all.count - 1] }
    subscript(number: Int) -> any ExaminedStore { all[number % all.count] }
  }

  struct Broken: Error, CustomStringConvertible {
    let description: String
  }

  /// All promises.
  public static let all =
    inbox + whole + keys + together + contents + places + queries + schools + deadlines + received + judgements + turns
    + crashes
    + retention + orders
}

func expect(_ holds: Bool, _ what: String) throws {
  guard holds else { throw StoreConformance.Broken(description: what) }
}

func expectRejected(_ work: () async throws(StoreError) -> Void, _ what: String) async throws {
  do throws(StoreError) {
    try await work()
  } catch .rejected {
    return
  }
  throw StoreConformance.Broken(description: "\(what) was not rejected")
}

// MARK: - The inbox

extension StoreConformance {
  static let inbox = [
    StoreConformance("A message that comes again gets its first answer") { stores in
      let (id, first) = (StoreSample.message(1), StoreSample.entry(1))
      try await stores.writing.change(messages: [id]) { inbox, _ in inbox.record(first, for: id) }
      let found = try await stores.reading.change(messages: [id, StoreSample.message(2)]) { inbox, _ in
        (inbox[id], inbox[StoreSample.message(2)])
      }
      try expect(found.0 == first, "outputs and time are those of the first time")
      try expect(found.1 == nil, "another message is not known")
    },
    StoreConformance("A decision of one worker does not count for another") { stores in
      let id = StoreSample.message(1)
      let workers = ["intake", "notify", "transfer"]
      for (number, worker) in workers.enumerated() {
        try await stores[number].change(by: worker, messages: [id]) { inbox, _ in
          guard inbox[InboxKey(worker, id)] == nil else { return }
          inbox.record(StoreSample.entry(number), for: InboxKey(worker, id))
        }
      }
      for (number, worker) in workers.enumerated() {
        let found = try await stores.reading.change(by: worker, messages: [id]) { inbox, _ in
          inbox[InboxKey(worker, id)]
        }
        try expect(found == StoreSample.entry(number), "\(worker) has its own answer")
      }
    },
    StoreConformance("A message that was decided without outputs is known, too") { stores in
      let (id, entry) = (StoreSample.message(1), Inbox.Entry(outputs: [], recordedAt: Timestamp(milliseconds: -1)))
      try await stores.writing.change(messages: [id]) { inbox, _ in inbox.record(entry, for: id) }
      let found = try await stores.reading.change(messages: [id]) { inbox, _ in inbox[id] }
      try expect(found == entry, "no outputs, and a time before 1970")
    },
  ]
}

// MARK: - All or nothing

extension StoreConformance {
  static let whole = [
    StoreConformance("A batch is written whole or not at all") { stores in
      let posted = StoreSample.historyEntry(1)
      try await stores.writing.change { _, ledger in ledger.post(posted) }
      try await expectRejected(
        { () async throws(StoreError) in
          try await stores.writing.change { inbox, ledger in
            inbox.record(StoreSample.entry(1), for: StoreSample.message(1))
            ledger.enter(StoreSample.application(1))
            _ = ledger.acceptArrival(of: StoreSample.id(1))
            _ = ledger.takeSlip(StoreSample.slip, for: StoreSample.id(1))
            // The keys do not name the entry, so the ledger does not know that the history has the entry already.
            ledger.post(posted)
          }
        }, "an entry that the history has")
      let keys = StoreSample.keys(applications: [1], slips: [StoreSample.slip], schoolYears: [1])
      let left = try await stores.reading.change(messages: [StoreSample.message(1)], keys) { ($0, $1) }
      try expect(left.0[StoreSample.message(1)] == nil, "the inbox row is not written")
      try expect(left.1 == Ledger(), "application, arrival and slip are not written")
    },
    StoreConformance("A batch that changes nothing leaves everything as it is") { stores in
      try await stores.writing.enter(1...3)
      try await stores.writing.change(StoreSample.keys(applications: [1, 2])) { _, _ in }
      for number in 1...3 {
        let found = try await stores.reading.application(StoreSample.id(number))
        try expect(found == StoreSample.application(number), "application \(number) is as it was")
      }
    },
  ]
}

// MARK: - Keys

extension StoreConformance {
  static let keys = [
    StoreConformance("A ledger holds what its keys name, and no more") { stores in
      try await stores.writing.change { _, ledger in
        for number in 1...6 { ledger.enter(StoreSample.application(number, child: number == 5 ? 2 : number)) }
        _ = ledger.takeSlip(StoreSample.slip, for: StoreSample.id(3))
        _ = ledger.takeSlip(SlipKey(fromSchoolBin: "x", number: "2"), for: StoreSample.id(4))
        _ = ledger.acceptArrival(of: StoreSample.id(6))
        for number in 1...2 { ledger.post(StoreSample.historyEntry(number)) }
      }
      var keys = StoreSample.keys(applications: [1, 99], slips: [StoreSample.slip], schoolYears: [6])
      keys.children = [StoreSample.application(2).childIin, "nobody"]
      keys.entries = [StoreSample.historyEntry(1).entryId, StoreSample.message(99)]
      let ledger = try await stores.reading.change(keys) { $1 }
      // The keys name application 1 by its id, 2 and 5 by the child that they share, and 3 by its slip.
      try expect(Set(ledger.applications.keys) == Set([1, 2, 3, 5].map(StoreSample.id)), "applications")
      try expect(ledger.arrivals == [StoreSample.application(6).schoolYear: 1], "arrival numbers")
      try expect(ledger.slips == [StoreSample.slip: SlipHolders(latest: StoreSample.id(3))], "slips")
      try expect(ledger.entries == [StoreSample.historyEntry(1).entryId], "entries")
      try expect(ledger.changes.isEmpty, "nothing counts as changed")
      try expect(try await stores.reading.change { $1 } == Ledger(), "no keys, no ledger")
    },
    StoreConformance("Of a child's applications, only those are loaded that can make another one a duplicate") {
      stores in
      let states = ApplicationRecord.State.allCases
      try await stores.writing.change { _, ledger in
        for (number, state) in states.enumerated() {
          ledger.enter(StoreSample.application(number, child: 1, state: state))
        }
      }
      var keys = Ledger.Keys()
      keys.children = [StoreSample.application(1, child: 1).childIin]
      let ledger = try await stores.reading.change(keys) { $1 }
      let expected: Set<ApplicationRecord.State> = [.inProcessing, .enrolledBySchool]
      try expect(Set(ledger.applications.values.map(\.state)) == expected, "those in processing or with a place")
    },
    StoreConformance("A row that the keys do not name is refused, not overwritten") { stores in
      try await stores.writing.change { _, ledger in
        ledger.enter(StoreSample.application(1))
        _ = ledger.acceptArrival(of: StoreSample.id(1))
        _ = ledger.takeSlip(StoreSample.slip, for: StoreSample.id(1))
      }
      let forgetful: [@Sendable (inout Ledger) -> Void] = [
        { $0.enter(StoreSample.application(1, child: 7)) },
        { ledger in
          ledger.enter(StoreSample.application(2))
          _ = ledger.acceptArrival(of: StoreSample.id(2))
        },
        { _ = $0.takeSlip(StoreSample.slip, for: StoreSample.id(2)) },
      ]
      for (number, forget) in forgetful.enumerated() {
        try await expectRejected(
          { () async throws(StoreError) in try await stores.writing.change { forget(&$1) } }, "row \(number)")
      }
    },
    StoreConformance("Two Unicode spellings of a slip's number name one slip") { stores in
      // Й as one scalar, and as И with a breve.
      let spellings = ["\u{419}-12", "\u{418}\u{306}-12"].map { SlipKey(fromSchoolBin: "950341000052", number: $0) }
      for (number, slip) in spellings.enumerated() {
        let taken = try await stores[number].change(StoreSample.keys(applications: [number], slips: [slip])) {
          $1.enter(StoreSample.application(number))
          return $1.takeSlip(slip, for: StoreSample.id(number))
        }
        try expect(taken == (number == 0), "only the first application gets the slip")
      }
    },
  ]
}

// MARK: - Several at once

extension StoreConformance {
  static let together = [
    StoreConformance("Arrival numbers have no gaps, even if many ask at once") { stores in
      let given = try await stores.eachAtOnce(1...60) { number, store in
        try await store.change(StoreSample.keys(applications: [number], schoolYears: [number])) {
          $1.enter(StoreSample.application(number))
          return $1.acceptArrival(of: StoreSample.id(number))
        }
      }
      try expect(given.sorted() == Array(1...60), "every number from 1 to 60, once")
    },
    StoreConformance("A slip is given to one application, even if many ask at once") { stores in
      let given = try await stores.eachAtOnce(1...40) { number, store in
        try await store.change(StoreSample.keys(applications: [number], slips: [StoreSample.slip])) {
          $1.enter(StoreSample.application(number))
          return $1.takeSlip(StoreSample.slip, for: StoreSample.id(number))
        }
      }
      try expect(given.count { $0 } == 1, "one application has the slip")
    },
    StoreConformance("A message is decided once, even if many have it at once") { stores in
      let id = StoreSample.message(1)
      let decided = try await stores.eachAtOnce(1...40) { number, store in
        try await store.change(messages: [id]) { inbox, _ in
          if let known = inbox[id] { return known }
          inbox.record(StoreSample.entry(number), for: id)
          return StoreSample.entry(number)
        }
      }
      try expect(Set(decided.map(\.recordedAt)).count == 1, "everybody has the same answer")
    },
    StoreConformance("An entry that comes several times is posted once") { stores in
      let entry = StoreSample.historyEntry(1)
      var keys = Ledger.Keys()
      keys.entries = [entry.entryId]
      _ = try await stores.eachAtOnce(1...10) { [keys] _, store in try await store.change(keys) { $1.post(entry) } }
      try expect(try await stores.reading.history(recipientIin: entry.recipientIin) == [entry], "the entry is posted")
    },
  ]
}
