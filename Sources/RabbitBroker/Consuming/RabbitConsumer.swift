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

  /// - Parameter isCommitting: what is acknowledged is committed before the call returns.
  init(queue: String, _ configuration: RabbitConfiguration, isCommitting: Bool = false) throws(BrokerError) {
    (self.queue, self.configuration, self.isCommitting) = (queue, configuration, isCommitting)
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
    let connection = try RabbitConnection.open(configuration, purpose: queue)
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

  func acknowledge(_ tags: [DeliveryTag]) throws(BrokerError) {
    try settle(tags, Settlement.acknowledge)
    if isCommitting { try commit() }
  }

  func requeue(_ tags: [DeliveryTag]) throws(BrokerError) {
    try settle(tags, Settlement.requeue)
  }

  func reject(_ tags: [DeliveryTag]) throws(BrokerError) {
    try settle(tags, Settlement.requeue)
  }

  func check() throws(BrokerError) {
    if case .ended(let error) = phase { throw error }
  }

  func cancel() throws(BrokerError) {
    switch phase {
    case .consuming: break
    case .cancelled: return
    case .ended(let error): throw error
    }
    do throws(CallFailure) {
      try connection?.cancelConsumer(consumerTag)
    } catch {
      end(error.error)
      throw error.error
    }
    phase = .cancelled
    // What came before the answer was set aside by the library; only after that is it known that nothing is left.
    _ = pump()
    serveWaiter()
  }

  func close() {
    _ = pump()
    connection?.closeGracefully()
    end(BrokerError(.closed, "The consumer of '\(queue)' was closed."))
  }

  // MARK: Its thread's turns

  func pump() -> PollInterest {
    guard let connection else { return .nothing }
    do throws(BrokerError) {
      try connection.receive { event throws(BrokerError) in try take(event) }
      try flush(connection)
    } catch {
      end(error)
      return .nothing
    }
    serveWaiter()
    return PollInterest(
      descriptor: connection.descriptor, wantsToWrite: !settlements.isEmpty, timeout: connection.longestSleep)
  }

  private func take(_ event: BrokerEvent) throws(BrokerError) {
    switch event {
    case .delivered(let delivery):
      arrivals.append(delivery)
      unsettled.arrived(delivery.tag.number)
    case .consumerCancelled:
      throw BrokerError(
        .consumerLost, "The broker cancelled the consumer of '\(queue)': the queue or its leader is gone.")
    case .channelClosed(let close):
      throw close.error("The consumer of '\(queue)' was closed", otherwise: .consumerLost)
    case .confirmed, .returned, .blocked, .unblocked:
      break
    }
  }

  private func flush(_ connection: RabbitConnection) throws(BrokerError) {
    guard !settlements.isEmpty else { return }
    var written = 0
    defer { settlements.removeFirst(written) }
    while written < settlements.count, connection.isWritable {
      switch settlements[written] {
      case .acknowledge(let frame): try connection.sendAck(frame)
      case .requeue(let frame): try connection.sendRequeue(frame)
      }
      written += 1
    }
  }

  private func settle(
    _ tags: [DeliveryTag], _ settlement: (AcknowledgementPlan.Frame) -> Settlement
  ) throws(BrokerError) {
    if case .ended(let error) = phase { throw error }
    // Written by the turn that the thread takes right after this job.
    settlements += unsettled.settle(tags.map(\.number)).map(settlement)
  }

  private func commit() throws(BrokerError) {
    guard let connection else { return }
    do throws(CallFailure) {
      while !settlements.isEmpty {
        do throws(BrokerError) { try flush(connection) } catch { throw .connectionLost(error) }
      }
      try connection.commit()
    } catch {
      end(error.error)
      throw error.error
    }
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
    serveWaiter()
  }
}
