import Foundation
import WorkerRuntime

/// A consumer on a connection and a thread of its own.
actor RabbitConsumer: Consumer, ThreadResident {
  private enum Phase {
    case consuming
    /// The broker sends no more; what has arrived can be taken and settled.
    case cancelled
    case ended(BrokerError)
  }

  private struct Waiter {
    let limit: Int
    let continuation: CheckedContinuation<Result<[Delivery]?, BrokerError>, Never>
  }

  private enum Settlement {
    case acknowledge(AcknowledgementPlan.Frame)
    case requeue(AcknowledgementPlan.Frame)
    case reject(AcknowledgementPlan.Frame)
  }

  /// The way to a subscription that has ended.
  private enum Cancellation {
    case notAsked
    /// Not yet written.
    case wanted
    /// The answer comes after everything that the broker had sent before; with large bodies that takes its time.
    case sent(patienceUntil: ContinuousClock.Instant)
  }

  private let thread: ConnectionThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private let queue: String
  private let configuration: RabbitConfiguration
  private let isCommitting: Bool
  private let consumerTag: String
  private var connection: RabbitConnection?
  private var phase = Phase.consuming
  /// Arrived and not given out.
  ///
  /// Never more than the prefetch.
  private var arrivals: [Delivery] = []
  private var unsettled = AcknowledgementPlan()
  /// Decided and not yet written, because the socket was full.
  private var settlements: [Settlement] = []
  private var waiter: Waiter?
  private var cancellation = Cancellation.notAsked
  /// Wait until the broker has said that it sends no more.
  private var cancellers: [CheckedContinuation<BrokerError?, Never>] = []
  /// Wait until everything that was decided is written.
  private var writers: [CheckedContinuation<BrokerError?, Never>] = []

  /// - Parameter isCommitting: what is acknowledged is committed before the call returns.
  init(queue: String, _ configuration: RabbitConfiguration, isCommitting: Bool = false) throws(BrokerError) {
    self.queue = queue
    self.configuration = configuration
    self.isCommitting = isCommitting
    consumerTag = "\(queue)-\(UUID().uuidString)"
    thread = try ConnectionThread(stuckAfterSeconds: configuration.stuckTimeoutSeconds)
    thread.attach(self)
  }

  deinit { thread.stop() }

  /// Connects and subscribes.
  ///
  /// Returns once the broker has confirmed the consumer's tag.
  func open(prefetch: Int) throws(BrokerError) {
    guard let count = UInt16(exactly: prefetch), count > 0 else {
      throw BrokerError(.misconfigured, "A prefetch of \(prefetch) is not possible; it is 1 to 65535.")
    }
    // Who commits copies what it takes, or throws it away: it needs the bodies whole.
    let connection = try RabbitConnection.open(
      configuration, purpose: queue, on: thread, bodies: isCommitting ? .none : configuration.bodies)
    do throws(CallFailure) {
      if isCommitting { try connection.selectTransactions() }
      try connection.setPrefetch(count)
      try connection.consume(queue, tag: consumerTag)
    } catch {
      guard case .refused(let refusal, let close?) = error, close.code == 404 else { throw error.error }
      throw BrokerError(
        .topologyMismatch, "\(refusal.detail). To declare it: admissionctl topology apply.", status: close.code)
    }
    self.connection = connection
  }

  // MARK: Consumer

  var unsettledCount: Int { unsettled.count }

  func nextBatch(limit: Int) async throws(BrokerError) -> [Delivery]? {
    precondition(limit > 0, "a batch holds at least one delivery")
    precondition(waiter == nil, "a consumer belongs to one lane, which waits once at a time")
    let result = await withTaskCancellationHandler {
      await withCheckedContinuation { continuation in
        waiter = Waiter(limit: limit, continuation: continuation)
        serveWaiter()
      }
    } onCancel: {
      // Finds the waiter in place: this job comes to the actor after the one that is waiting.
      Task { await self.giveUpWaiting() }
    }
    return try result.get()
  }

  func acknowledge(_ tags: [DeliveryTag]) async throws(BrokerError) {
    try settle(tags, Settlement.acknowledge)
    guard isCommitting else { return }
    // The thread goes on meanwhile: it writes when the socket takes it, reads, and keeps up the heartbeat.
    let failure = await withCheckedContinuation { writers.append($0) }
    if let failure { throw failure }
    try commit()
  }

  func requeue(_ tags: [DeliveryTag]) throws(BrokerError) {
    try settle(tags, Settlement.requeue)
  }

  func reject(_ tags: [DeliveryTag]) throws(BrokerError) {
    try settle(tags, Settlement.reject)
  }

  func check() throws(BrokerError) {
    if case .ended(let error) = phase { throw error }
  }

  func cancel() async throws(BrokerError) {
    switch phase {
    case .consuming: break
    case .cancelled: return
    case .ended(let error): throw error
    }
    // Not a call of the library: until its answer it would keep what arrives in memory, bodies of any size.
    if case .notAsked = cancellation { cancellation = .wanted }
    let failure = await withCheckedContinuation { cancellers.append($0) }
    if let failure { throw failure }
  }

  func close() {
    _ = pump()
    connection?.closeGracefully()
    end(BrokerError(.closed, "The consumer of '\(queue)' was closed."))
  }

  // MARK: Its thread's turns

  func pump() -> PollInterest {
    guard let connection else { return .nothing }
    let hasMore: Bool
    do throws(BrokerError) {
      let framesRead = connection.framesRead
      hasMore = try connection.receive { event throws(BrokerError) in try take(event) }
      try flush(connection)
      try cancelIfWanted(connection, isBusy: connection.framesRead > framesRead)
    } catch {
      end(error)
      return .nothing
    }
    serveWaiter()
    return PollInterest(
      descriptor: connection.descriptor, wantsToWrite: hasUnwritten,
      timeout: hasMore ? .zero : sleep(connection.longestSleep))
  }

  private func take(_ event: BrokerEvent) throws(BrokerError) {
    switch event {
    case .delivered(let delivery):
      arrivals.append(delivery)
      unsettled.arrived(delivery.tag.number)
    case .consumerCancelled:
      throw BrokerError(
        .consumerLost,
        "The broker cancelled the consumer of '\(queue)': the queue or its leader is gone, or nothing was settled for too long."
      )
    case .consumerCancelConfirmed:
      // Nothing is left on the way: frames come in their order.
      phase = .cancelled
      cancellation = .notAsked
      resume(&cancellers, nil)
    case .channelClosed(let close):
      throw close.error("The consumer of '\(queue)' was closed", otherwise: .consumerLost)
    case .confirmed, .returned, .blocked, .unblocked:
      break
    }
  }

  private func flush(_ connection: RabbitConnection) throws(BrokerError) {
    defer { if settlements.isEmpty { resume(&writers, nil) } }
    guard !settlements.isEmpty else { return }
    var written = 0
    defer { settlements.removeFirst(written) }
    while written < settlements.count, connection.isWritable {
      switch settlements[written] {
      case .acknowledge(let frame): try connection.sendAck(frame)
      case .requeue(let frame): try connection.sendNack(frame, requeue: true)
      case .reject(let frame): try connection.sendNack(frame, requeue: false)
      }
      written += 1
    }
  }

  private var hasUnwritten: Bool {
    if case .wanted = cancellation { true } else { !settlements.isEmpty }
  }

  /// - Parameter isBusy: something has arrived, which moves the time up to which the answer is waited for.
  private func cancelIfWanted(_ connection: RabbitConnection, isBusy: Bool) throws(BrokerError) {
    let patience = Duration.seconds(configuration.rpcTimeoutSeconds)
    switch cancellation {
    case .notAsked:
      return
    case .wanted:
      guard connection.isWritable else { return }
      try connection.sendCancel(consumerTag)
    case .sent(let until):
      guard isBusy || until > .now else {
        throw BrokerError(.consumerLost, "The broker does not answer that the consumer of '\(queue)' is cancelled.")
      }
      guard isBusy else { return }
    }
    cancellation = .sent(patienceUntil: .now.advanced(by: patience))
  }

  private func sleep(_ longest: Duration) -> Duration {
    guard case .sent(let until) = cancellation else { return longest }
    return min(longest, max(.zero, ContinuousClock.now.duration(to: until)))
  }

  private func settle(
    _ tags: [DeliveryTag], _ settlement: (AcknowledgementPlan.Frame) -> Settlement
  ) throws(BrokerError) {
    if case .ended(let error) = phase { throw error }
    connection?.settled(tags)
    // Written by the turn that the thread takes right after this job.
    settlements += unsettled.settle(tags.map(\.number)).map(settlement)
  }

  private func commit() throws(BrokerError) {
    guard let connection else { return }
    do throws(CallFailure) {
      try connection.commit()
    } catch {
      end(error.error)
      throw error.error
    }
  }

  private func resume(_ waiting: inout [CheckedContinuation<BrokerError?, Never>], _ failure: BrokerError?) {
    for continuation in waiting { continuation.resume(returning: failure) }
    waiting = []
  }

  private func serveWaiter() {
    guard let waiter else { return }
    switch phase {
    case .ended(let error):
      resume(waiter, with: .failure(error))
    case .consuming where arrivals.isEmpty:
      return
    case .cancelled where arrivals.isEmpty:
      resume(waiter, with: .success(nil))
    case .consuming, .cancelled:
      let batch = Array(arrivals.prefix(waiter.limit))
      arrivals.removeFirst(batch.count)
      resume(waiter, with: .success(batch))
    }
  }

  private func giveUpWaiting() {
    guard let waiter else { return }
    resume(waiter, with: .failure(BrokerError(.closed, "The task that waited for deliveries was cancelled.")))
  }

  private func resume(_ waiter: Waiter, with result: Result<[Delivery]?, BrokerError>) {
    self.waiter = nil
    waiter.continuation.resume(returning: result)
  }

  /// What has arrived and was not settled now belongs to the broker again, so nothing of it may be given out.
  private func end(_ error: BrokerError) {
    if case .ended = phase { return }
    phase = .ended(error)
    if let connection { configuration.suspects.note(connection.endpoint, after: error) }
    connection = nil
    arrivals = []
    settlements = []
    unsettled = AcknowledgementPlan()
    resume(&cancellers, error)
    resume(&writers, error)
    serveWaiter()
  }
}
