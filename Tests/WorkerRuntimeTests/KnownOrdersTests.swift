import Logging
import QueueContracts
import Synchronization
import Testing

@testable import WorkerRuntime

@Suite("The operators' orders as a process knows them")
struct KnownOrdersTests {
  private let start = Timestamp(milliseconds: 1_775_016_000_000)

  private func pause(_ worker: String = "intake", until: Timestamp? = nil) -> StandingOrder {
    StandingOrder(.pause, of: worker, givenAt: start, by: "aa", because: "the register is mended", until: until)
  }

  @Test("Lanes begin when the store has answered, and another worker's pause does not stop them")
  func known() async throws {
    let orders = KnownOrders(worker: "intake") { [start] in start }
    #expect(orders.endExpiredPause() == nil)
    let waiting = Task { try await orders.resumed() }
    #expect(orders.note([pause("notify")]) == nil)
    try await waiting.value
    #expect(orders.pause == nil)
  }

  @Test("A pause and its end each wake the waiting lanes once")
  func turns() async throws {
    let orders = KnownOrders(worker: "intake") { [start] in start }
    let paused = Task { try await orders.paused() }
    #expect(orders.note([pause()]) == .paused(pause()))
    try await paused.value
    #expect(orders.note([pause()]) == nil)
    let resumed = Task { try await orders.resumed() }
    #expect(orders.note([]) == .resumed)
    try await resumed.value
    #expect(orders.note([]) == nil)
  }

  @Test("A pause ends by itself when its time is over, even while the store does not answer")
  func until() {
    let now = Mutex(start)
    let orders = KnownOrders(worker: "intake") { now.withLock { $0 } }
    let order = pause(until: start.adding(seconds: 10))
    #expect(orders.note([order]) == .paused(order))
    now.withLock { $0 = start.adding(seconds: 9) }
    #expect(orders.endExpiredPause() == nil)
    now.withLock { $0 = start.adding(seconds: 10) }
    #expect(orders.endExpiredPause() == .resumed)
    #expect(orders.note([order]) == nil, "the store still has the order, but its time is over")
  }

  @Test("A worker stays paused while the store fails, and health says that it is paused")
  func outage() async throws {
    let (store, health) = (OrderStore(), Health())
    let orders = KnownOrders(worker: "intake") { [start] in start }
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let reader = OrderReader(orders: orders, store: store, health: health, logger: logger)
    store.orders.withLock { $0 = .success([pause()]) }
    try await reader.read()
    #expect(health.report == "problem pause: paused by an operator\n")
    store.orders.withLock { $0 = .failure(.unavailable("down")) }
    await #expect(throws: StoreError.self) { try await reader.read() }
    #expect(orders.pause == pause())
    store.orders.withLock { $0 = .success([]) }
    try await reader.read()
    #expect(orders.pause == nil && health.report.isEmpty)
  }

  @Test("A limit on questions to a register holds for that register alone, until its time is over")
  func limit() {
    let now = Mutex(start)
    let orders = KnownOrders(worker: "intake") { now.withLock { $0 } }
    #expect(orders.limit(of: "unemployment") == nil)
    let order = StandingOrder(
      .limit, of: "unemployment", perSecond: 5, givenAt: start, by: "aa", because: "x",
      until: start.adding(seconds: 1))
    #expect(orders.note([order]) == nil)
    #expect(orders.limit(of: "unemployment") == 5 && orders.limit(of: "guardianship") == nil)
    now.withLock { $0 = start.adding(seconds: 1) }
    #expect(orders.limit(of: "unemployment") == nil)
  }
}

/// A store that returns what a test has put into it.
private final class OrderStore: StandingOrders {
  let orders = Mutex(Result<[StandingOrder], StoreError>.success([]))

  func standingOrders() async throws(StoreError) -> [StandingOrder] { try orders.withLock { $0 }.get() }
}
