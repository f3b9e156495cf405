import Admission
import Foundation
import Logging
import QueueContracts
import RabbitBroker
import Synchronization
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore
import WorkerTesting

@testable import IntakeWorker

/// The watch publishes each notice once, even while nobody handles the notices.
@Suite("The watch over deadlines", .serialized, .timeLimit(.minutes(3)))
struct DeadlineWatchTests {
  enum Engine: CaseIterable { case sqlite, postgres }

  /// One second after the deadline of the tests' applications.
  static let afterwards = StoreSample.time(1)

  @Test(
    "Four watches publish one notice for each of 5,000 late answers, even if they look again",
    arguments: Engine.allCases)
  func once(engine: Engine) async throws {
    let url = engine == .postgres ? ["STORE_URL": try await TestDatabase.migrated()] : [:]
    let system = try await AdmissionSystem(url)
    try await Self.enter(1...5000, in: system.store())
    let log = TestLog()
    var watches: [DeadlineWatch] = []
    for _ in 1...4 {
      watches.append(Self.watch(try await system.store(), system.broker, logger: log.logger))
    }
    for _ in 1...3 { try await Self.look(watches) }
    let messages = try await system.take(5000, from: QueueName.intake)
    #expect(Set(messages.compactMap(\.id)).count == 5000)
    #expect(try await system.take(1, from: QueueName.intake, within: 2, mayBeFewer: true).isEmpty)
    #expect(log.lines.count { $0.hasPrefix("error The answer") } == 5000)
  }

  @Test("If a watch stops, another watch takes over at the end of the first watch's turn, and not before")
  func followed() async throws {
    let (store, broker) = (MemoryStore(), try await Self.broker())
    try await Self.enter(1...3, in: store)
    let watch = Self.watch(store, broker)
    let lost = UUID()
    #expect(await store.becomeWatcher(holder: lost, seconds: 600))
    try await watch.look()
    #expect(await broker.messages(in: QueueName.intake).isEmpty)
    #expect(await store.becomeWatcher(holder: lost, seconds: 1))
    try await eventually("the other watches") {
      try await watch.look()
      return await broker.messages(in: QueueName.intake).count == 3
    }
  }

  @Test("The watch of a paused worker publishes nothing, and lets another process become the watcher")
  func paused() async throws {
    let (store, broker) = (MemoryStore(), try await Self.broker())
    try await Self.enter(1...3, in: store)
    try await Self.watch(store, broker, isReady: { false }).look()
    #expect(await broker.messages(in: QueueName.intake).isEmpty)
    try await Self.watch(store, broker).look()
    #expect(await broker.messages(in: QueueName.intake).count == 3)
  }

  @Test("A lost notice is published again after the interval, and a handled notice never again")
  func repeated() async throws {
    let (store, broker) = (MemoryStore(), try await Self.broker())
    try await Self.enter(1...2, in: store)
    let clock = Mutex(Self.afterwards)
    let watch = Self.watch(store, broker, now: { clock.withLock { $0 } })
    func published(after seconds: Int64) async throws -> Int {
      let before = await broker.messages(in: QueueName.intake).count
      clock.withLock { $0 = Self.afterwards.adding(seconds: seconds) }
      try await watch.look()
      return await broker.messages(in: QueueName.intake).count - before
    }
    #expect(try await published(after: 0) == 2)
    let handled = ApplicationOverdue(applicationId: StoreSample.id(1)).messageId
    let key = InboxKey(ApplicationOverdue.inbox, handled)
    try await store.transaction(inbox: [key], ledger: Ledger.Keys()) { inbox, _ in
      inbox.record(StoreSample.entry(1), for: key)
    }
    #expect(try await published(after: 1800) == 0)
    #expect(try await published(after: 1801) == 1)
    #expect(try await published(after: 1811) == 0)
    #expect(try await published(after: 3602) == 1)
  }

  @Test("A notice that the broker refuses is published again after the interval, and not at every look")
  func refused() async throws {
    let (store, broker) = (MemoryStore(), try await Self.broker())
    try await Self.enter(1...3, in: store)
    await #expect(throws: BrokerError.self) { try await Self.watch(store, AbsentBroker()).look() }
    let clock = Mutex(Self.afterwards.adding(seconds: 3600))
    let watch = Self.watch(store, broker, now: { clock.withLock { $0 } })
    await broker.refuseNext(3)
    // The second watch publishes nothing until the first watch's turn ends. The test waits for that in real time.
    try await eventually("the first watch is no longer the watcher, and the broker refuses") {
      do { try await watch.look() } catch is BrokerError { return true }
      return false
    }
    try await watch.look()
    #expect(await broker.messages(in: QueueName.intake).isEmpty)
    clock.withLock { $0 = $0.adding(seconds: 1801) }
    try await watch.look()
    #expect(await broker.messages(in: QueueName.intake).count == 3)
  }
}

// MARK: - Doubles and helpers

extension DeadlineWatchTests {
  private static func broker() async throws -> MemoryBroker {
    let broker = MemoryBroker()
    try await broker.apply(Topology.version1(retryLadderSeconds: [1]))
    return broker
  }

  private static func watch(
    _ store: any DeadlineQueries, _ broker: any Broker, isReady: @escaping @Sendable () -> Bool = { true },
    now: @escaping @Sendable () -> Timestamp = { afterwards }, logger: Logger = TestLog().logger
  ) -> DeadlineWatch {
    DeadlineWatch(
      store: store, broker: broker, seconds: 1, repeatSeconds: 1800, isReady: isReady, now: now, logger: logger)
  }

  private static func look(_ watches: [DeadlineWatch]) async throws {
    try await withThrowingTaskGroup(of: Void.self) { group in
      for watch in watches { group.addTask { try await watch.look() } }
      try await group.waitForAll()
    }
  }

  private static func enter(_ numbers: ClosedRange<Int>, in store: some LaneStore<Ledger, Ledger.Keys>) async throws {
    try await store.transaction(inbox: [], ledger: Ledger.Keys()) { _, ledger in
      for number in numbers { ledger.enter(StoreSample.application(number, dueBy: 0)) }
    }
  }
}

private struct AbsentBroker: Broker {
  private let away = BrokerError(.unreachable, "The broker is away.")

  func consumer(queue: String, prefetch: Int) throws(BrokerError) -> any Consumer { throw away }
  func publisher(whenBlocked: @escaping @Sendable (String?) -> Void) throws(BrokerError) -> any Publisher { throw away }
}
