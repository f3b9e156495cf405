import RabbitBroker
import WorkerBase
public import WorkerRuntime

/// Publishes a portal's messages to the workers' broker.
///
/// ``publish(_:)`` returns only when the broker has confirmed the message. A message without a confirm is published
/// again under the same id, on a new connection if necessary, for ``PublisherLimits/patienceSeconds`` at most. Many
/// callers may publish at once: their messages share a connection, and their confirms are awaited together.
public actor PortalPublisher {
  private let publisher: ReconnectingPublisher
  private let limits: PublisherLimits
  /// Bounds the number of messages that are sent and not confirmed.
  private let slots: AsyncSemaphore
  private let blockage: Blockage
  /// The number of callers whose messages are at the broker or wait for a slot.
  private var inHand = 0
  private var isClosed = false

  /// Creates a publisher; it connects at the first message.
  ///
  /// - Parameters:
  ///   - broker: RabbitMQ, or the broker in memory of `WorkerTesting`.
  ///   - limits: how many messages the publisher has in hand, and how long it tries.
  public init(_ broker: any Broker, limits: PublisherLimits = PublisherLimits()) {
    let blockage = Blockage()
    self.blockage = blockage
    self.limits = limits
    publisher = ReconnectingPublisher(broker) { blockage.reason = $0 }
    slots = AsyncSemaphore(limits.unconfirmed)
  }

  /// Creates a publisher to RabbitMQ; it connects at the first message.
  ///
  /// - Parameters:
  ///   - urls: one or several addresses of the same cluster, separated by commas: `amqps://portal:…@host/vhost`.
  ///   - connectionName: the name on the broker's management pages.
  ///   - limits: how many messages the publisher has in hand, and how long it tries.
  /// - Throws: ``PublishError`` with the code `misconfigured` if a URL cannot be read.
  public init(urls: String, connectionName: String = "portal", limits: PublisherLimits = PublisherLimits())
    throws(PublishError)
  {
    do throws(BrokerError) {
      self.init(try RabbitBroker(urls: urls, connectionName: connectionName), limits: limits)
    } catch {
      throw PublishError(error)
    }
  }

  /// The reason why the broker blocks publishers, for example a lack of memory; nil if no block is known.
  public nonisolated var blockedReason: String? { blockage.reason }

  /// Publishes a message and returns when the broker has confirmed it.
  ///
  /// - Throws: ``PublishError``; if it is retryable, publish the same message again, which does no harm.
  public func publish(_ message: PortalMessage) async throws(PublishError) {
    guard !isClosed else { throw Self.closed }
    if let reason = blockage.reason { throw Self.blocked(reason) }
    guard inHand < limits.unconfirmed + limits.waiting else {
      throw PublishError(.busy, "\(inHand) messages are in hand already.")
    }
    inHand += 1
    defer { inHand -= 1 }
    let (publication, lastFailure) = (message.publication, LastFailure())
    do {
      try await within(seconds: limits.patienceSeconds) { [slots] in
        try await slots.occupying { try await self.confirm(publication, noting: lastFailure) }
      }
    } catch let error as PublishError {
      throw error
    } catch is TimedOut {
      throw tooLate(lastFailure)
    } catch {
      throw PublishError(.closed, "The task that waited for the confirm was cancelled.")
    }
  }

  /// Closes the connection; callers that still wait get `closed`.
  public func close() async {
    isClosed = true
    await publisher.close()
  }

  // MARK: Trying

  /// Publishes again and again until the message is confirmed; throws at an error that another try cannot mend.
  private func confirm(_ publication: Publication, noting lastFailure: LastFailure) async throws {
    var backoff = Backoff()
    while true {
      guard !isClosed else { throw Self.closed }
      guard let failure = await publisher.publishEach([publication])[0] else { return }
      // If the caller has cancelled the task, the failure does not come from the broker and must not be noted.
      try Task.checkCancellation()
      lastFailure.error = failure
      guard failure.mayPass else { throw PublishError(failure) }
      try await Task.sleep(for: backoff.next())
    }
  }

  // MARK: Saying why

  private func tooLate(_ lastFailure: LastFailure) -> PublishError {
    if let reason = blockage.reason { return Self.blocked(reason) }
    if let failure = lastFailure.error { return PublishError(failure) }
    return PublishError(.notConfirmed, "Nothing was confirmed within \(limits.patienceSeconds) s.")
  }

  private static func blocked(_ reason: String) -> PublishError {
    PublishError(.blocked, "The broker holds publishers back: \(reason).")
  }

  private static let closed = PublishError(.closed, "The publisher is closed.")
}

extension BrokerError {
  /// True if another try may succeed.
  fileprivate var mayPass: Bool {
    [.unreachable, .consumerLost, .closed, .refused, .notConfirmed].contains(code)
  }
}
