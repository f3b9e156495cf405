import Foundation
import Synchronization
import WorkerRuntime

/// A consumer on a connection and a thread of its own.
///
/// The lane takes arrivals from a mailbox and leaves its settlements there. It calls the actor only to open, to commit
/// and to close.
actor RabbitConsumer: TransactionalConsumer, RequeuingConsumer, ThreadActor {
  private let thread: ConnectionThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private let queue: String
  private let configuration: RabbitConfiguration
  private let isTransactional: Bool
  private let bodies: BodyLimits
  private let name: String
  /// The number of the latest subscription; the earlier ones have their whole prefetch in hand.
  private var subscription = 1
  private let mailbox = Mutex(ConsumerMailbox())
  private var connection: RabbitConnection?
  /// The deliveries that arrived in this pass of the thread's loop.
  private var arrivals: [Delivery] = []
  /// The settlements that are not yet written, because the socket was full.
  private var settlements: [ConsumerMailbox.Settlement] = []
  private var cancellation = ConsumerCancellation.notAsked

  /// Creates a consumer that is not connected.
  ///
  /// - Parameters:
  ///   - queue: the queue's name.
  ///   - configuration: the addresses and time-outs.
  ///   - isTransactional: true if `acknowledge(_:)` returns only after a commit.
  ///   - bodies: the limits for the bodies that are kept in memory; nil for those of the configuration.
  /// - Throws: `BrokerError` if no thread can be started.
  init(
    queue: String, _ configuration: RabbitConfiguration, isTransactional: Bool = false, bodies: BodyLimits? = nil
  ) throws(BrokerError) {
    self.queue = queue
    self.configuration = configuration
    self.isTransactional = isTransactional
    self.bodies = bodies ?? configuration.bodies
    name = "\(queue)-\(UUID().uuidString)"
    thread = try ConnectionThread(stuckAfterSeconds: configuration.stuckTimeoutSeconds)
    thread.attach(self)
  }

  deinit { thread.stop() }

  /// Connects, and sets the prefetch.
  func connect(prefetch: Int) throws(BrokerError) {
    guard let count = UInt16(exactly: prefetch), count > 0 else {
      throw BrokerError(.misconfigured, "A prefetch of \(prefetch) is not possible; it is 1 to 65535.")
    }
    let connection = try RabbitConnection.open(configuration, purpose: queue, on: thread, bodies: bodies)
    do throws(CallFailure) {
      if isTransactional { try connection.selectTransactions() }
      try connection.setPrefetch(count)
    } catch {
      throw error.error
    }
    self.connection = connection
  }

  /// Subscribes: from then on the broker delivers.
  ///
  /// Returns once the broker has confirmed the consumer's tag.
  func subscribe() throws(BrokerError) {
    try check()
    guard let connection else { throw BrokerError(.closed, "The consumer is not connected.") }
    do throws(CallFailure) {
      try connection.consume(queue, tag: consumerTag)
    } catch {
      let failure: BrokerError
      if case .refused(let refusal, let close?) = error, close.code == 404 {
        failure = BrokerError(
          .topologyMismatch, "\(refusal.detail). To declare it: admissionctl topology apply.", status: close.code)
      } else {
        failure = error.error
      }
      end(failure)
      throw failure
    }
  }

  func subscribeAgain() throws(BrokerError) {
    subscription += 1
    try subscribe()
  }

  private var consumerTag: String { "\(name)-\(subscription)" }

  // MARK: Consumer

  nonisolated var unsettledCount: Int { mailbox.withLock { $0.unsettledCount } }

  nonisolated func nextBatch(limit: Int) async throws(BrokerError) -> [Delivery]? {
    precondition(limit > 0, "a batch holds at least one delivery")
    if let answer = mailbox.withLock({ $0.take(limit) }) { return try answer.get() }
    let answer = await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<ConsumerMailbox.Answer, Never>) in
        if let early = mailbox.withLock({ $0.wait(for: limit, continuation) }) {
          continuation.resume(returning: early)
        } else if Task.isCancelled {
          // If the task was cancelled before this caller registered, the cancellation handler did not find the caller.
          giveUpWaiting()
        }
      }
    } onCancel: {
      giveUpWaiting()
    }
    return try answer.get()
  }

  nonisolated func acknowledge(_ tags: [DeliveryTag]) async throws(BrokerError) {
    try settle(tags, ConsumerMailbox.Settlement.acknowledge)
    guard isTransactional else { return }
    // While this caller waits, the thread writes when the socket is ready, reads, and keeps up the heartbeat.
    let failure = await withCheckedContinuation { continuation in
      register(continuation) { $0.waitUntilWritten(continuation) }
    }
    if let failure { throw failure }
    try await commit()
  }

  nonisolated func requeue(_ tags: [DeliveryTag]) throws(BrokerError) {
    try settle(tags, ConsumerMailbox.Settlement.requeue)
  }

  nonisolated func reject(_ tags: [DeliveryTag]) throws(BrokerError) {
    try settle(tags, ConsumerMailbox.Settlement.reject)
  }

  nonisolated func check() throws(BrokerError) {
    if let failure = mailbox.withLock({ $0.failure }) { throw failure }
  }

  nonisolated func cancel() async throws(BrokerError) {
    // The thread writes the cancellation itself. The library's own call would keep all bodies that arrive before the
    // broker's answer in memory, whatever their size.
    let failure = await withCheckedContinuation { continuation in
      register(continuation) { $0.cancel(continuation) }
    }
    if let failure { throw failure }
  }

  func close() {
    _ = pump(isReadable: true)
    connection?.closeGracefully()
    end(BrokerError(.closed, "The consumer of '\(queue)' was closed."))
  }

  /// Registers the caller for an answer by the thread, or answers at once if the caller need not wait.
  private nonisolated func register(
    _ continuation: CheckedContinuation<BrokerError?, Never>, _ wait: (inout ConsumerMailbox) -> Bool
  ) {
    let (isWaiting, failure) = mailbox.withLock { (wait(&$0), $0.failure) }
    if isWaiting { thread.requestPump() } else { continuation.resume(returning: failure) }
  }

  private nonisolated func settle(
    _ tags: [DeliveryTag], _ settlement: (AcknowledgementPlan.Frame) -> ConsumerMailbox.Settlement
  ) throws(BrokerError) {
    guard !tags.isEmpty else { return try check() }
    try mailbox.withLock { mailbox throws(BrokerError) in try mailbox.settle(tags, settlement) }
    thread.requestPump()
  }

  private nonisolated func giveUpWaiting() {
    let error = BrokerError(.closed, "The task that waited for deliveries was cancelled.")
    mailbox.withLock { $0.giveUp() }?.resume(returning: .failure(error))
  }

  // MARK: The thread's turns

  func pump(isReadable: Bool) -> PollInterest {
    guard let connection else { return .nothing }
    takeOrders(connection)
    do throws(BrokerError) {
      let framesRead = connection.framesRead
      try connection.receive(isReadable: isReadable, before: hasUnwritten) {
        event throws(BrokerError) in try take(event)
      }
      try flush(connection)
      try cancelIfWanted(connection, isBusy: connection.framesRead > framesRead)
      try connection.flushWrites()
    } catch {
      end(error)
      return .nothing
    }
    deliver()
    return PollInterest(
      descriptor: connection.descriptor, wantsToWrite: hasUnwritten,
      timeout: connection.mayHoldFrames ? .zero : cancellation.sleep(atMost: connection.longestSleep))
  }

  private func takeOrders(_ connection: RabbitConnection) {
    let orders = mailbox.withLock { $0.takeOrders() }
    connection.settled(orders.released)
    settlements += orders.settlements
    if orders.wantsCancel, case .notAsked = cancellation { cancellation = .wanted }
  }

  private func take(_ event: BrokerEvent) throws(BrokerError) {
    switch event {
    case .delivered(let delivery):
      arrivals.append(delivery)
    case .consumerCancelled:
      throw BrokerError(
        .consumerLost,
        "The broker cancelled the consumer of '\(queue)': the queue or its leader is gone, or nothing was settled for too long."
      )
    case .consumerCancelConfirmed:
      deliver()
      cancellation = .notAsked
      resume(mailbox.withLock { $0.cancelled() }, nil)
    case .channelClosed(let close):
      throw close.error("The consumer of '\(queue)' was closed", otherwise: .consumerLost)
    case .confirmed, .returned, .blocked, .unblocked:
      break
    }
  }

  private func flush(_ connection: RabbitConnection) throws(BrokerError) {
    var written = 0
    defer { settlements.removeFirst(written) }
    while written < settlements.count, try connection.canWrite() {
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

  /// Writes the cancellation if it is wanted, and limits the wait for the broker's answer.
  ///
  /// - Parameters:
  ///   - connection: the connection.
  ///   - isBusy: true if something has arrived, which prolongs the wait.
  /// - Throws: `BrokerError` if the broker does not answer.
  private func cancelIfWanted(_ connection: RabbitConnection, isBusy: Bool) throws(BrokerError) {
    let patience = Duration.seconds(configuration.rpcTimeoutSeconds)
    switch cancellation {
    case .notAsked:
      return
    case .wanted:
      guard try connection.canWrite() else { return }
      try connection.sendCancel(consumerTag)
    case .sent(let until):
      guard isBusy || until > .now else {
        throw BrokerError(.consumerLost, "The broker does not answer that the consumer of '\(queue)' is cancelled.")
      }
      guard isBusy else { return }
    }
    cancellation = .sent(patienceUntil: .now.advanced(by: patience))
  }

  /// Passes arrived deliveries to the mailbox, and answers callers that waited for writes.
  private func deliver() {
    let arrived = arrivals
    arrivals = []
    let isWritten = settlements.isEmpty
    let (served, writers) = mailbox.withLock { mailbox in
      (arrived.isEmpty ? mailbox.serve() : mailbox.deliver(arrived), isWritten ? mailbox.written() : [])
    }
    resume(writers, nil)
    if let (waiter, answer) = served { waiter.resume(returning: answer) }
  }

  private func commit() throws(BrokerError) {
    guard let connection else { return try check() }
    do throws(CallFailure) {
      try connection.commit()
    } catch {
      end(error.error)
      throw error.error
    }
  }

  private func resume(_ waiting: [CheckedContinuation<BrokerError?, Never>], _ failure: BrokerError?) {
    for continuation in waiting { continuation.resume(returning: failure) }
  }

  private func end(_ error: BrokerError) {
    if let connection { configuration.suspects.note(connection.endpoint, after: error) }
    connection = nil
    arrivals = []
    settlements = []
    let (waiting, served) = mailbox.withLock { ($0.end(error), $0.serve()) }
    resume(waiting, error)
    if let (waiter, answer) = served { waiter.resume(returning: answer) }
  }
}
