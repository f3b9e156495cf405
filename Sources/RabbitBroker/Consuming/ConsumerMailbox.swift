import WorkerRuntime

/// What a consumer's thread and its lane leave for each other: what has arrived, what was decided, and who waits for what.
///
/// A value behind a lock, so that the lane takes a batch and settles it without a job on the thread.
struct ConsumerMailbox {
  typealias Answer = Result<[Delivery]?, BrokerError>

  enum Settlement {
    case acknowledge(AcknowledgementPlan.Frame)
    case requeue(AcknowledgementPlan.Frame)
    case reject(AcknowledgementPlan.Frame)
  }

  /// What the lane has decided since the thread looked last.
  struct Orders {
    var settlements: [Settlement] = []
    /// The bodies of these deliveries are no longer held.
    var released: [DeliveryTag] = []
    var wantsCancel = false
  }

  private enum Phase {
    case consuming
    /// The broker sends no more; what has arrived can be taken and settled.
    case cancelled
    case ended(BrokerError)
  }

  private struct Waiter {
    let limit: Int
    let continuation: CheckedContinuation<Answer, Never>
  }

  private var phase = Phase.consuming
  /// Arrived and not given out.
  ///
  /// Never more than the prefetch.
  private var arrivals: [Delivery] = []
  private var unsettled = AcknowledgementPlan()
  private var orders = Orders()
  private var waiter: Waiter?
  /// Wait until the broker has said that it sends no more.
  private var cancellers: [CheckedContinuation<BrokerError?, Never>] = []
  /// Wait until everything that was decided is written.
  private var writers: [CheckedContinuation<BrokerError?, Never>] = []

  var unsettledCount: Int { unsettled.count }

  var failure: BrokerError? {
    if case .ended(let error) = phase { error } else { nil }
  }

  // MARK: The lane's side

  /// What can be given out at once; nil if that has to be waited for.
  mutating func take(_ limit: Int) -> Answer? {
    switch phase {
    case .ended(let error): return .failure(error)
    case .consuming where arrivals.isEmpty: return nil
    case .cancelled where arrivals.isEmpty: return .success(nil)
    case .consuming, .cancelled:
      guard arrivals.count > limit else {
        defer { arrivals = [] }
        return .success(arrivals)
      }
      defer { arrivals.removeFirst(limit) }
      return .success(Array(arrivals.prefix(limit)))
    }
  }

  /// - Returns: the answer if there is one at once; then nobody waits.
  mutating func wait(for limit: Int, _ continuation: CheckedContinuation<Answer, Never>) -> Answer? {
    precondition(waiter == nil, "a consumer belongs to one lane, which waits once at a time")
    if let answer = take(limit) { return answer }
    waiter = Waiter(limit: limit, continuation: continuation)
    return nil
  }

  /// Takes the one that waits for deliveries away.
  mutating func giveUp() -> CheckedContinuation<Answer, Never>? {
    defer { waiter = nil }
    return waiter?.continuation
  }

  mutating func settle(
    _ tags: [DeliveryTag], _ settlement: (AcknowledgementPlan.Frame) -> Settlement
  ) throws(BrokerError) {
    if let failure { throw failure }
    orders.released += tags
    orders.settlements += unsettled.settle(tags.map(\.number)).map(settlement)
  }

  /// - Returns: false if nothing has to be waited for.
  mutating func cancel(_ continuation: CheckedContinuation<BrokerError?, Never>) -> Bool {
    guard case .consuming = phase else { return false }
    orders.wantsCancel = true
    cancellers.append(continuation)
    return true
  }

  /// - Returns: false if nothing has to be waited for.
  mutating func waitUntilWritten(_ continuation: CheckedContinuation<BrokerError?, Never>) -> Bool {
    guard failure == nil else { return false }
    writers.append(continuation)
    return true
  }

  // MARK: The thread's side

  mutating func takeOrders() -> Orders {
    defer { orders = Orders() }
    return orders
  }

  /// - Returns: who has waited for it, and what he gets.
  mutating func deliver(_ deliveries: [Delivery]) -> (CheckedContinuation<Answer, Never>, Answer)? {
    for delivery in deliveries { unsettled.arrived(delivery.tag.number) }
    if arrivals.isEmpty { arrivals = deliveries } else { arrivals += deliveries }
    return serve()
  }

  /// The broker sends no more: nothing is left on the way, for frames come in their order.
  mutating func cancelled() -> [CheckedContinuation<BrokerError?, Never>] {
    phase = .cancelled
    defer { cancellers = [] }
    return cancellers
  }

  /// Everything that the thread was given is written.
  mutating func written() -> [CheckedContinuation<BrokerError?, Never>] {
    guard orders.settlements.isEmpty, !writers.isEmpty else { return [] }
    defer { writers = [] }
    return writers
  }

  /// What has arrived and was not settled now belongs to the broker again, so nothing of it may be given out.
  ///
  /// - Returns: who has waited for an answer of the broker; all get the error.
  mutating func end(_ error: BrokerError) -> [CheckedContinuation<BrokerError?, Never>] {
    guard failure == nil else { return [] }
    phase = .ended(error)
    arrivals = []
    orders = Orders()
    unsettled = AcknowledgementPlan()
    defer { (cancellers, writers) = ([], []) }
    return cancellers + writers
  }

  /// - Returns: who waits for deliveries, if there is something to say to him.
  mutating func serve() -> (CheckedContinuation<Answer, Never>, Answer)? {
    guard let waiter, let answer = take(waiter.limit) else { return nil }
    self.waiter = nil
    return (waiter.continuation, answer)
  }
}
