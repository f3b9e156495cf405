import Admission
import QueueContracts
import Testing
import WorkerRuntime
@testable import WorkerStore
import WorkerTesting

@Suite("The oldest message that waits for NotifyWorker")
struct UnpostedTests {
  private let now = StoreSample.time(100_000)

  private func decide(_ numbers: Range<Int>, in store: any BoardStore, at time: @Sendable (Int) -> Timestamp)
    async throws
  {
    let (messages, times) = (numbers.map(StoreSample.message), numbers.map(time))
    try await store.transaction(inbox: messages.map { InboxKey("intake", $0) }, ledger: Ledger.Keys()) {
      inbox, _ in
      for (place, number) in numbers.enumerated() {
        let entry = Inbox.Entry(outputs: StoreSample.entry(number).outputs, recordedAt: times[place])
        inbox.record(entry, for: StoreSample.message(number))
      }
    }
  }

  private func update(_ number: Int) -> MessageID {
    StoreSample.message(number).output(routingKey: RoutingKey.processingUpdated, number: 0)
  }

  /// Posts the entries as notify does, with an inbox row each.
  private func post(_ numbers: Range<Int>, in store: any BoardStore) async throws {
    let ids = numbers.map(update)
    let words = LocalizedText(kk: "Өтініш", ru: "Заявление", en: "Application")
    let time = StoreSample.time(50_000)
    try await store.transaction(inbox: ids.map { InboxKey("notify", $0) }, ledger: Ledger.Keys()) {
      inbox, ledger in
      for (id, number) in zip(ids, numbers) {
        inbox.record(Inbox.Entry(outputs: [], recordedAt: time), for: InboxKey("notify", id))
        ledger.post(
          HistoryEntry(
            entryId: id, update: StoreSample.application(number).update(.inProcessing, step: .intake, at: time),
            postedAt: time, title: words, text: words, reasons: []))
      }
    }
  }

  @Test(
    "The oldest update that is not in the history is found, however long the backlog is",
    arguments: BoardRecordsTests.Kind.allCases)
  func backlog(kind: BoardRecordsTests.Kind) async throws {
    try await BoardRecordsTests.withStore(kind) { store in
      #expect(try await store.oldestUnposted(at: now) == nil)
      // The updates come in batches of 250, with a long pause before each. A batch fills more than one page of the
      // query.
      @Sendable func time(_ number: Int) -> Timestamp { StoreSample.time(number / 250 * 9000) }
      try await decide(0..<1500, in: store, at: time)
      var posted = 0
      for next in [0, 1, 249, 250, 700, 1499] {
        try await post(posted..<next, in: store)
        posted = next
        #expect(try await store.oldestUnposted(at: now) == time(next), "\(next) are posted")
      }
      try await post(posted..<1500, in: store)
      #expect(try await store.oldestUnposted(at: now) == nil)
    }
  }

  @Test(
    "A message that notify retries has waited since its first failure; a parked message does not wait",
    arguments: BoardRecordsTests.Kind.allCases)
  func aside(kind: BoardRecordsTests.Kind) async throws {
    try await BoardRecordsTests.withStore(kind) { store in
      try await decide(0..<4, in: store) { StoreSample.time($0) }
      try await post(0..<1, in: store)
      try await post(2..<3, in: store)
      func event(_ kind: DeliveryEvent.Kind, _ number: Int, by worker: String, at second: Int) -> DeliveryEvent {
        DeliveryEvent(
          kind, message: update(number), application: StoreSample.id(number), worker: worker, reason: "x",
          time: StoreSample.time(second), returnsAt: kind == .retried ? StoreSample.time(second + 10) : nil)
      }
      #expect(try await store.oldestUnposted(at: now) == StoreSample.time(1))
      try await store.note([event(.parked, 1, by: "notify", at: 20)])
      #expect(try await store.oldestUnposted(at: now) == StoreSample.time(3))
      try await post(3..<4, in: store)
      #expect(try await store.oldestUnposted(at: now) == nil)
      try await store.note([event(.retried, 4, by: "notify", at: 30), event(.retried, 5, by: "intake", at: 20)])
      try await store.note([event(.retried, 4, by: "notify", at: 40)])
      #expect(try await store.oldestUnposted(at: StoreSample.time(45)) == StoreSample.time(30))
      #expect(try await store.oldestUnposted(at: StoreSample.time(50)) == nil, "it is back in the queue")
    }
  }

  @Test(
    "The update about a school's decision is found, although the decision is in an inbox of its own",
    arguments: BoardRecordsTests.Kind.allCases)
  func decision(kind: BoardRecordsTests.Kind) async throws {
    try await BoardRecordsTests.withStore(kind) { store in
      let (id, time) = (StoreSample.message(1), StoreSample.time(40_000))
      let entry = Inbox.Entry(outputs: [StoreSample.entry(1).outputs[0]], recordedAt: time)
      let key = InboxKey(SchoolDecided.inbox(of: .intake), id)
      try await store.transaction(inbox: [key], ledger: Ledger.Keys()) { inbox, _ in inbox.record(entry, for: key) }
      #expect(try await store.oldestUnposted(at: now) == time)
      try await post(1..<2, in: store)
      #expect(try await store.oldestUnposted(at: now) == nil)
    }
  }

  @Test(
    "The update that an application was received counts once, and outputs to schools do not count",
    arguments: BoardRecordsTests.Kind.allCases)
  func others(kind: BoardRecordsTests.Kind) async throws {
    try await BoardRecordsTests.withStore(kind) { store in
      let sample = StoreSample.application(1)
      let update = sample.update(.inProcessing, step: .intake, at: StoreSample.time(1))
      let received = Output(update, name: ProcessingUpdated.receivedName)
      let id = StoreSample.message(1)
      let (waiting, final) = (InboxKey("intake.waiting", id), InboxKey("intake", id))
      try await store.transaction(inbox: [waiting, final], ledger: Ledger.Keys()) { inbox, _ in
        inbox.record(Inbox.Entry(outputs: [received], recordedAt: StoreSample.time(1)), for: waiting)
        // The final outputs repeat what may not have gone out before.
        let outputs = [received, Output(update, routingKey: "school.admissionRequested.1")]
        inbox.record(Inbox.Entry(outputs: outputs, recordedAt: StoreSample.time(2)), for: final)
      }
      #expect(try await store.oldestUnposted(at: now) == StoreSample.time(1))
      let noticed = id.derived(ProcessingUpdated.receivedName)
      try await store.note([
        DeliveryEvent(
          .parked, message: noticed, application: StoreSample.id(1), worker: "notify", reason: "x",
          time: StoreSample.time(3), returnsAt: nil)
      ])
      #expect(try await store.oldestUnposted(at: now) == nil)
    }
  }
}
