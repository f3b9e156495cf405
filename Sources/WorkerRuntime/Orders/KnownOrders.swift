import WorkerBase
import Logging
public import QueueContracts
import Synchronization

/// The orders of operators, as one process knows them from the store's last answer.
///
/// An order pauses a worker, or limits the questions to a state register.
///
/// Until the store has answered for the first time, nobody knows whether the worker is paused, so no lane begins. If
/// the store stops answering, its last answer holds.
public final class KnownOrders: Sendable {
  private struct State {
    var orders: [StandingOrder] = []
    var isKnown = false
    /// The pause that the lanes obey; nil if there is none.
    var pause: StandingOrder?
    var waiting: [OneShot<Void>] = []
  }

  let worker: String
  private let now: @Sendable () -> Timestamp
  private let state = Mutex(State())

  /// Creates the orders as they are before the store's first answer.
  ///
  /// - Parameters:
  ///   - worker: the name of the worker whose pauses count.
  ///   - now: the clock that shows whether an order's time is over.
  public init(worker: String, now: @escaping @Sendable () -> Timestamp = { .now }) {
    self.worker = worker
    self.now = now
  }

  /// The pause of this worker; nil if there is none, or if the store has not answered yet.
  var pause: StandingOrder? { state.withLock(\.pause) }

  /// The number of questions that all processes together may ask a register each second; nil if there is no limit.
  public func limit(of register: String) -> Int? {
    let now = now()
    return state.withLock { state in
      state.orders.first { $0.kind == .limit && $0.subject == register && $0.holds(at: now) }?.perSecond
    }
  }

  /// Notes the orders that the store has.
  ///
  /// - Returns: the change for the lanes if a pause has begun or ended; else nil.
  func note(_ orders: [StandingOrder]) -> PauseChange? {
    change {
      $0.orders = orders
      $0.isKnown = true
    }
  }

  /// Ends a pause whose time is over, even if the store does not answer.
  func endExpiredPause() -> PauseChange? { change { _ in } }

  /// The beginning or end of a pause.
  enum PauseChange: Equatable {
    case paused(StandingOrder)
    case resumed
  }

  private func change(_ change: (inout State) -> Void) -> PauseChange? {
    let now = now()
    let (pauseChange, waiting) = state.withLock { state -> (PauseChange?, [OneShot<Void>]) in
      let wasKnown = state.isKnown
      let before = state.pause
      change(&state)
      state.pause = state.orders.first { $0.kind == .pause && $0.subject == worker && $0.holds(at: now) }
      let pauseChange: PauseChange? = before == state.pause ? nil : state.pause.map { .paused($0) } ?? .resumed
      guard pauseChange != nil || state.isKnown != wasKnown else { return (nil, []) }
      defer { state.waiting = [] }
      return (pauseChange, state.waiting)
    }
    for ticket in waiting { ticket.settle(.success(())) }
    return pauseChange
  }

  /// Waits until the worker is paused.
  func paused() async throws { try await wait { $0.isKnown && $0.pause != nil } }

  /// Waits until it is known whether the worker is paused.
  func known() async throws { try await wait { $0.isKnown } }

  /// Waits until it is known that the worker is not paused.
  func resumed() async throws { try await wait { $0.isKnown && $0.pause == nil } }

  private func wait(until isSo: (State) -> Bool) async throws {
    while true {
      let ticket: OneShot<Void>? = state.withLock { state in
        guard !isSo(state) else { return nil }
        let ticket = OneShot<Void>()
        // Lanes come and go for weeks without a pause, so the entries of lanes that no longer wait are removed.
        state.waiting.removeAll { $0.result != nil }
        state.waiting.append(ticket)
        return ticket
      }
      guard let ticket else { return }
      try await ticket.value()
    }
  }
}

/// Brings the store's orders into ``KnownOrders``, and reports a pause to the health pages and the log.
struct OrderReader: Sendable {
  let orders: KnownOrders
  let store: any StandingOrders
  let health: Health
  let logger: Logger

  /// Ends a pause whose time is over, then asks the store.
  func read() async throws {
    tell(orders.endExpiredPause())
    tell(orders.note(try await store.standingOrders()))
  }

  private func tell(_ change: KnownOrders.PauseChange?) {
    switch change {
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
      logger.notice("Resumed", metadata: [LogKey.worker: "\(orders.worker)"])
    }
  }
}
