import Logging
public import QueueContracts
import Synchronization

/// The standing orders as one process knows them: what the store said last.
///
/// As long as the store has said nothing, it is not known whether the worker is paused, and no lane begins. If the store
/// does not answer later, what it said last holds.
public final class OrderBook: Sendable {
  private struct State {
    var orders: [StandingOrder] = []
    var isKnown = false
    /// The pause that lanes keep to; nil if there is none.
    var pause: StandingOrder?
    var waiting: [OneShot<Void>] = []
  }

  let worker: String
  private let now: @Sendable () -> Timestamp
  private let state = Mutex(State())

  /// - Parameters:
  ///   - worker: whose pauses these are.
  ///   - now: the clock by which orders end.
  public init(worker: String, now: @escaping @Sendable () -> Timestamp = { .now }) {
    self.worker = worker
    self.now = now
  }

  /// The pause of this worker; nil if there is none, or it is not known yet.
  var pause: StandingOrder? { state.withLock(\.pause) }

  /// How many questions a second a process may ask a register; nil if an operator has set no limit.
  public func limit(of register: String) -> Int? {
    let now = now()
    return state.withLock { state in
      state.orders.first { $0.kind == .limit && $0.subject == register && $0.holds(at: now) }?.perSecond
    }
  }

  /// Notes what the store says.
  ///
  /// - Returns: whether a pause has begun or ended; nil if neither.
  func note(_ orders: [StandingOrder]) -> Turn? {
    change {
      $0.orders = orders
      $0.isKnown = true
    }
  }

  /// Ends what is over by now, whatever the store says.
  func look() -> Turn? { change { _ in } }

  /// What has changed for the lanes.
  enum Turn: Equatable {
    case paused(StandingOrder)
    case resumed
  }

  private func change(_ change: (inout State) -> Void) -> Turn? {
    let now = now()
    let (turn, waiting) = state.withLock { state -> (Turn?, [OneShot<Void>]) in
      let wasKnown = state.isKnown
      let before = state.pause
      change(&state)
      state.pause = state.orders.first { $0.kind == .pause && $0.subject == worker && $0.holds(at: now) }
      let turn: Turn? = before == state.pause ? nil : state.pause.map { .paused($0) } ?? .resumed
      guard turn != nil || state.isKnown != wasKnown else { return (nil, []) }
      defer { state.waiting = [] }
      return (turn, state.waiting)
    }
    for place in waiting { place.settle(.success(())) }
    return turn
  }

  /// Waits until the worker is paused.
  func paused() async throws { try await wait { $0.isKnown && $0.pause != nil } }

  /// Waits until it is known that the worker is not paused, or that it is.
  func known() async throws { try await wait { $0.isKnown } }

  /// Waits until it is known that the worker is not paused.
  func resumed() async throws { try await wait { $0.isKnown && $0.pause == nil } }

  private func wait(until isSo: (State) -> Bool) async throws {
    while true {
      let place: OneShot<Void>? = state.withLock { state in
        guard !isSo(state) else { return nil }
        let place = OneShot<Void>()
        // Lanes come and go for weeks without a pause.
        state.waiting.removeAll { $0.result != nil }
        state.waiting.append(place)
        return place
      }
      guard let place else { return }
      try await place.value()
    }
  }
}

/// Brings what the store says of orders into the book, and tells people of a pause.
struct OrderReader: Sendable {
  let book: OrderBook
  let store: any StandingOrders
  let health: Health
  let logger: Logger

  /// Ends what is over, then asks the store.
  func read() async throws {
    tell(book.look())
    tell(book.note(try await store.standingOrders()))
  }

  private func tell(_ turn: OrderBook.Turn?) {
    switch turn {
    case nil: break
    case .paused(let order):
      health.setProblem("pause", "paused by an operator")
      logger.notice(
        "Paused by an operator",
        metadata: [
          LogKey.worker: "\(order.subject)", LogKey.reason: "\(order.because)", LogKey.person: "\(order.by)",
          LogKey.detail: "\(order.until.map { "until \($0)" } ?? "until it is resumed")",
        ])
    case .resumed:
      health.setProblem("pause", nil)
      logger.notice("Resumed", metadata: [LogKey.worker: "\(book.worker)"])
    }
  }
}
