import Synchronization
import WorkerRuntime

/// A publisher with confirms, on a connection and a thread of its own.
///
/// The lane leaves its batches in a mailbox and wakes the thread. It calls the actor only to open and to close it.
actor RabbitPublisher: Publisher, ThreadActor {
  /// How long a channel rests after a refusal before it is reopened.
  ///
  /// It is reopened because RabbitMQ 3.10 to 3.12 go on refusing everything on a channel whose first publication met a
  /// node that was going down.
  private static let rest = Duration.milliseconds(200)

  private enum Channel {
    case usable
    /// The broker has refused a publication: no more are sent, and the confirms of those under way are awaited.
    case draining
    case resting(until: ContinuousClock.Instant)
    /// The broker has closed the channel.
    case closed
  }

  private let thread: ConnectionThread
  nonisolated var unownedExecutor: UnownedSerialExecutor { unsafe thread.asUnownedSerialExecutor() }

  private let configuration: RabbitConfiguration
  private let whenBlocked: @Sendable (String?) -> Void
  private let mailbox = Mutex(PublisherMailbox())
  private var connection: RabbitConnection?
  private var channel = Channel.usable
  private var tracker = ConfirmTracker()
  /// The batches that wait for the broker.
  private var waiting: [ConfirmTracker.BatchID: PublisherMailbox.Batch] = [:]
  /// The publication whose first frames are sent; its body has to follow even if its batch is abandoned.
  private var begun: (publication: Publication, offset: Int)?
  /// The reason why the broker blocks publishers; nil if it does not block them.
  ///
  /// The broker says that it blocks publishers only when a publication arrives.
  private var blockedReason: String? { didSet { if blockedReason != oldValue { whenBlocked(blockedReason) } } }
  /// The time from which the wait for the next confirm is measured.
  private var lastProgress = ContinuousClock.now

  init(_ configuration: RabbitConfiguration, whenBlocked: @escaping @Sendable (String?) -> Void) throws(BrokerError) {
    self.configuration = configuration
    self.whenBlocked = whenBlocked
    thread = try ConnectionThread(stuckAfterSeconds: configuration.stuckTimeoutSeconds)
    thread.attach(self)
  }

  deinit { thread.stop() }

  func open() throws(BrokerError) {
    let connection = try RabbitConnection.open(configuration, purpose: "publisher", on: thread)
    do throws(CallFailure) {
      try connection.selectConfirms()
    } catch {
      throw error.error
    }
    self.connection = connection
    mailbox.withLock { $0.open(connection.limits) }
  }

  // MARK: Publisher

  nonisolated func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    guard !publications.isEmpty else { return [] }
    let (gate, number) = mailbox.withLock { ($0.gate, $0.nextNumber()) }
    let failures = publications.map { gate.failure(of: $0) }
    return await withTaskCancellationHandler {
      await withCheckedContinuation { (continuation: CheckedContinuation<ConfirmTracker.Results, Never>) in
        let batch = PublisherMailbox.Batch(
          number: number, publications: publications, failures: failures, continuation: continuation)
        if let error = mailbox.withLock({ $0.post(batch) }) {
          return continuation.resume(returning: failures.map { $0 ?? error })
        }
        thread.requestPump()
        // The cancellation handler may have run before the batch was posted.
        if Task.isCancelled { abandon(number) }
      }
    } onCancel: {
      abandon(number)
    }
  }

  func close() {
    connection?.closeGracefully()
    end(BrokerError(.closed, "The publisher was closed."))
  }

  private nonisolated func abandon(_ number: Int) {
    mailbox.withLock { $0.abandon(number) }
    thread.requestPump()
  }

  // MARK: On the thread

  func pump(isReadable: Bool) -> PollInterest {
    guard let connection else { return .nothing }
    takeFromMailbox()
    do throws(BrokerError) {
      try connection.receive(isReadable: isReadable, before: wantsToSend) { event in take(event) }
      try reopenChannelIfDue(connection)
      try send(connection)
      try checkProgress()
    } catch {
      end(error)
      return .nothing
    }
    resumeFinished()
    return PollInterest(
      descriptor: connection.descriptor, wantsToWrite: wantsToSend,
      timeout: connection.mayHoldFrames ? .zero : sleep(at: .now, connection.longestSleep))
  }

  private func takeFromMailbox() {
    let (batches, abandoned) = mailbox.withLock { $0.takeAll() }
    for batch in batches {
      if tracker.isIdle { lastProgress = .now }
      let failures = zip(batch.publications, batch.failures).map { $1 ?? PublicationGate.failureOfHeaders(of: $0) }
      waiting[tracker.add(batch.publications, failures: failures)] = batch
    }
    guard !abandoned.isEmpty else { return }
    // A batch that is finished has its own results, whether or not its caller is cancelled.
    resumeFinished()
    let error = BrokerError(.closed, "The task that waited for confirms was cancelled.")
    for (id, batch) in waiting where abandoned.contains(batch.number) {
      waiting[id] = nil
      batch.continuation.resume(returning: tracker.abandon(id, error))
    }
  }

  private func take(_ event: BrokerEvent) {
    switch event {
    case .confirmed(let tag, let multiple, let accepted):
      tracker.confirm(tag, multiple: multiple, accepted: accepted)
      lastProgress = .now
      if !accepted, case .usable = channel { channel = .draining }
    case .returned(let message):
      tracker.returned(message)
    case .channelClosed(let close):
      begun = nil
      channel = .closed
      let fault = PublicationFault(close)
      if let bytes = fault.largestBodyBytes { mailbox.withLock { $0.setLargestBody(bytes: bytes) } }
      tracker.channelLost(fault.error, isCulprit: fault.concerns)
    case .blocked(let reason):
      blockedReason = reason
    case .unblocked:
      blockedReason = nil
      lastProgress = .now
    case .delivered, .consumerCancelled, .consumerCancelConfirmed:
      break
    }
  }

  private func reopenChannelIfDue(_ connection: RabbitConnection) throws(BrokerError) {
    // A broker that blocks publishers reads nothing from this connection, so it would answer no call either.
    guard blockedReason == nil else { return }
    if case .draining = channel, !tracker.isAwaitingConfirms, begun == nil {
      channel = .resting(until: .now + Self.rest)
    }
    do throws(CallFailure) {
      switch channel {
      case .usable, .draining: return
      case .resting(let until):
        guard until <= .now else { return }
        try connection.closeChannel()
      case .closed: break
      }
      try connection.openChannel()
      try connection.selectConfirms()
    } catch {
      throw error.error
    }
    tracker.channelReopened()
    channel = .usable
  }

  /// Sends as many frames as the socket takes without blocking; the rest waits until the socket is writable again.
  private func send(_ connection: RabbitConnection) throws(BrokerError) {
    guard wantsToSend else { return }
    connection.cork(true)
    defer { connection.cork(false) }
    while wantsToSend, try connection.canWrite() {
      if let (publication, offset) = begun {
        let next = try connection.sendBody(publication.message.body, from: offset)
        begun = next < publication.message.body.count ? (publication, next) : nil
      } else if let publication = tracker.sendNext() {
        try connection.sendHead(of: publication)
        if !publication.message.body.isEmpty { begun = (publication, 0) }
      }
    }
    try connection.flushWrites()
  }

  private var wantsToSend: Bool {
    guard blockedReason == nil else { return false }
    if begun != nil { return true }
    if case .usable = channel { return tracker.hasUnsent }
    return false
  }

  /// The time at which the connection is abandoned if nothing is confirmed by then.
  ///
  /// The time is nil if no publication waits, or while the broker blocks publishers. A blocked publisher needs no such
  /// time: the broker says when it takes publications again, and heartbeats show that the connection is alive.
  private var deadline: ContinuousClock.Instant? {
    guard !tracker.isIdle, blockedReason == nil else { return nil }
    return lastProgress.advanced(by: .seconds(configuration.confirmTimeoutSeconds))
  }

  private func checkProgress() throws(BrokerError) {
    guard let deadline, deadline <= .now else { return }
    throw BrokerError(
      .notConfirmed, "The broker confirmed nothing for \(configuration.confirmTimeoutSeconds) s.")
  }

  private func sleep(at now: ContinuousClock.Instant, _ longest: Duration) -> Duration {
    var sleep = longest
    if let deadline { sleep = min(sleep, now.duration(to: deadline)) }
    if case .resting(let until) = channel { sleep = min(sleep, now.duration(to: until)) }
    return max(.zero, sleep)
  }

  private func resumeFinished() {
    for (batch, results) in tracker.takeFinished() {
      waiting.removeValue(forKey: batch)?.continuation.resume(returning: results)
    }
  }

  private func end(_ error: BrokerError) {
    takeFromMailbox()
    let unseen = mailbox.withLock { $0.end(error) }
    if let connection { configuration.suspects.note(connection.endpoint, after: error) }
    connection = nil
    begun = nil
    blockedReason = nil
    tracker.connectionLost(error)
    resumeFinished()
    for batch in unseen { batch.continuation.resume(returning: batch.failures.map { $0 ?? error }) }
  }
}
