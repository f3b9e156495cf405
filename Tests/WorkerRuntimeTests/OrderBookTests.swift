import Logging
import QueueContracts
import Synchronization
import Testing

@testable import WorkerRuntime

@Suite("The operators' orders as a process knows them")
struct OrderBookTests {
  private let start = Timestamp(milliseconds: 1_775_016_000_000)

  private func pause(_ worker: String = "intake", until: Timestamp? = nil) -> StandingOrder {
    StandingOrder(.pause, of: worker, givenAt: start, by: "aa", because: "the register is mended", until: until)
  }

  @Test("Lanes begin when the store has answered, and another worker's pause does not stop them")
  func known() async throws {
    let book = OrderBook(worker: "intake") { [start] in start }
    #expect(book.look() == nil)
    let waiting = Task { try await book.resumed() }
    #expect(book.note([pause("notify")]) == nil)
    try await waiting.value
    #expect(book.pause == nil)
  }

  @Test("A pause and its end each wake the waiting lanes once")
  func turns() async throws {
    let book = OrderBook(worker: "intake") { [start] in start }
    let paused = Task { try await book.paused() }
    #expect(book.note([pause()]) == .paused(pause()))
    try await paused.value
    #expect(book.note([pause()]) == nil)
    let resumed = Task { try await book.resumed() }
    #expect(book.note([]) == .resumed)
    try await resumed.value
    #expect(book.note([]) == nil)
  }

  @Test("A pause ends by itself when its time is over, even while the store does not answer")
  func until() {
    let now = Mutex(start)
    let book = OrderBook(worker: "intake") { now.withLock { $0 } }
    let order = pause(until: start.adding(seconds: 10))
    #expect(book.note([order]) == .paused(order))
    now.withLock { $0 = start.adding(seconds: 9) }
    #expect(book.look() == nil)
    now.withLock { $0 = start.adding(seconds: 10) }
    #expect(book.look() == .resumed)
    #expect(book.note([order]) == nil, "the store still has the order, but its time is over")
  }

  @Test("A worker stays paused while the store fails, and health says that it is paused")
  func outage() async throws {
    let (store, health) = (OrderStore(), Health())
    let book = OrderBook(worker: "intake") { [start] in start }
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let reader = OrderReader(book: book, store: store, health: health, logger: logger)
    store.orders.withLock { $0 = .success([pause()]) }
    try await reader.read()
    #expect(health.report == "problem pause: paused by an operator\n")
    store.orders.withLock { $0 = .failure(.unavailable("down")) }
    await #expect(throws: StoreError.self) { try await reader.read() }
    #expect(book.pause == pause())
    store.orders.withLock { $0 = .success([]) }
    try await reader.read()
    #expect(book.pause == nil && health.report.isEmpty)
  }

  @Test("A limit on questions to a register holds for that register alone, until its time is over")
  func limit() {
    let now = Mutex(start)
    let book = OrderBook(worker: "intake") { now.withLock { $0 } }
    #expect(book.limit(of: "unemployment") == nil)
    let order = StandingOrder(
      .limit, of: "unemployment", perSecond: 5, givenAt: start, by: "aa", because: "x",
      until: start.adding(seconds: 1))
    #expect(book.note([order]) == nil)
    #expect(book.limit(of: "unemployment") == 5 && book.limit(of: "guardianship") == nil)
    now.withLock { $0 = start.adding(seconds: 1) }
    #expect(book.limit(of: "unemployment") == nil)
  }
}

/// A store that returns what a test has put into it.
private final class OrderStore: StandingOrders {
  let orders = Mutex(Result<[StandingOrder], StoreError>.success([]))

  func standingOrders() async throws(StoreError) -> [StandingOrder] { try orders.withLock { $0 }.get() }
}
