import WorkerRuntime

/// The data that a consumer's thread and its lane exchange: arrived deliveries, settlements, and waiting callers.
///
/// The mailbox is a value behind a lock, so that the lane takes and settles a batch without calling the actor. Each
/// call of the actor would be a job for the thread.
struct ConsumerMailbox {
  typealias Answer = Result<[Delivery]?, BrokerError>

  enum Settlement {
    case acknowledge(AcknowledgementPlan.Frame)
    case requeue(AcknowledgementPlan.Frame)
    case reject(AcknowledgementPlan.Frame)
  }

  /// The orders of the lane since the thread last took them.
  struct Orders {
    var settlements: [Settlement] = []
    /// The settled deliveries, whose bodies no longer count towards the limit of memory for bodies.
    var released: [DeliveryTag] = []
    var wantsCancel = false
  }

  private enum Phase {
    case consuming
    /// The broker sends no more deliveries; those that have arrived can still be taken and settled.
    case cancelled
    case ended(BrokerError)
  }

  private struct Waiter {
    let limit: Int
    let continuation: CheckedContinuation<Answer, Never>
  }

  private var phase = Phase.consuming
  /// The deliveries that have arrived and are not yet given out, at most as many as the prefetch.
  private var arrivals: [Delivery] = []
  private var unsettled = AcknowledgementPlan()
  private var orders = Orders()
  private var waiter: Waiter?
  /// Callers that wait until the broker has confirmed that it sends no more deliveries.
  private var cancellers: [CheckedContinuation<BrokerError?, Never>] = []
  /// Callers that wait until all settlements are written.
  private var writers: [CheckedContinuation<BrokerError?, Never>] = []

  var unsettledCount: Int { unsettled.count }

  var failure: BrokerError? {
    if case .ended(let error) = phase { error } else { nil }
  }

  // MARK: The lane's side

  /// Takes deliveries that have arrived; nil if the caller has to wait for them.
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

  /// Lets a caller wait for deliveries.
  ///
  /// - Returns: the answer if there is one at once; then the caller need not wait.
  mutating func wait(for limit: Int, _ continuation: CheckedContinuation<Answer, Never>) -> Answer? {
    precondition(waiter == nil, "a consumer belongs to one lane, which waits once at a time")
    if let answer = take(limit) { return answer }
    waiter = Waiter(limit: limit, continuation: continuation)
    return nil
  }

  /// Removes the caller that waits for deliveries.
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

  /// Asks the broker to send no more deliveries.
  ///
  /// - Returns: false if the caller need not wait.
  mutating func cancel(_ continuation: CheckedContinuation<BrokerError?, Never>) -> Bool {
    guard case .consuming = phase else { return false }
    orders.wantsCancel = true
    cancellers.append(continuation)
    return true
  }

  /// Lets a caller wait until all settlements are written.
  ///
  /// - Returns: false if the caller need not wait.
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

  /// Adds deliveries that have arrived.
  ///
  /// - Returns: the caller that waited for deliveries, and its answer; nil if nobody waited.
  mutating func deliver(_ deliveries: [Delivery]) -> (CheckedContinuation<Answer, Never>, Answer)? {
    for delivery in deliveries { unsettled.arrived(delivery.tag.number) }
    if arrivals.isEmpty { arrivals = deliveries } else { arrivals += deliveries }
    return serve()
  }

  /// Notes that the broker sends no more deliveries.
  ///
  /// No delivery is still on its way, because frames keep their order.
  mutating func cancelled() -> [CheckedContinuation<BrokerError?, Never>] {
    phase = .cancelled
    defer { cancellers = [] }
    return cancellers
  }

  /// Notes that the thread has written all settlements that it took.
  ///
  /// - Returns: the callers that waited for the writes; none if more settlements have come meanwhile.
  mutating func written() -> [CheckedContinuation<BrokerError?, Never>] {
    guard orders.settlements.isEmpty, !writers.isEmpty else { return [] }
    defer { writers = [] }
    return writers
  }

  /// Ends the mailbox: unsettled deliveries belong to the broker again, so none of them may be given out.
  ///
  /// - Returns: the callers that waited for the broker; all get the error.
  mutating func end(_ error: BrokerError) -> [CheckedContinuation<BrokerError?, Never>] {
    guard failure == nil else { return [] }
    phase = .ended(error)
    arrivals = []
    orders = Orders()
    unsettled = AcknowledgementPlan()
    defer { (cancellers, writers) = ([], []) }
    return cancellers + writers
  }

  /// Answers the caller that waits for deliveries, if possible.
  ///
  /// - Returns: the caller and its answer; nil if nobody waits or there is no answer yet.
  mutating func serve() -> (CheckedContinuation<Answer, Never>, Answer)? {
    guard let waiter, let answer = take(waiter.limit) else { return nil }
    self.waiter = nil
    return (waiter.continuation, answer)
  }
}
