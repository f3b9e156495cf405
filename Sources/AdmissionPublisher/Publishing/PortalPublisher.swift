import RabbitBroker
public import WorkerRuntime

/// Hands a portal's messages over to the workers' broker.
///
/// ``publish(_:)`` returns when the broker has confirmed the message, and not before. What is not confirmed is published
/// again under the same id, on a new connection if need be, for as long as ``PublisherLimits/patienceSeconds``. Many
/// callers may publish at once: their messages share a connection, and the confirms are waited for together.
public actor PortalPublisher {
  private let publisher: ReconnectingPublisher
  private let limits: PublisherLimits
  /// Those at the broker.
  private let slots: AsyncSemaphore
  private let blockage: Blockage
  /// Those at the broker, and those who wait.
  private var inHand = 0
  private var isClosed = false

  /// - Parameters:
  ///   - broker: RabbitMQ, or the one in memory of `WorkerTesting`.
  ///   - limits: how much it has in hand, and how long it tries.
  public init(_ broker: any Broker, limits: PublisherLimits = PublisherLimits()) {
    let blockage = Blockage()
    self.blockage = blockage
    self.limits = limits
    publisher = ReconnectingPublisher(broker) { blockage.reason = $0 }
    slots = AsyncSemaphore(limits.unconfirmed)
  }

  /// Publishes to RabbitMQ.
  ///
  /// - Parameters:
  ///   - urls: one or several of the same cluster, separated by commas: `amqps://portal:…@host/vhost`.
  ///   - connectionName: shown by the broker's management pages.
  ///   - limits: how much it has in hand, and how long it tries.
  /// - Throws: ``PublishError`` with the code `misconfigured` if a URL is none.
  public init(urls: String, connectionName: String = "portal", limits: PublisherLimits = PublisherLimits())
    throws(PublishError)
  {
    do throws(BrokerError) {
      self.init(try RabbitBroker(urls: urls, connectionName: connectionName), limits: limits)
    } catch {
      throw PublishError(error)
    }
  }

  /// Why the broker holds publishers back, for example for want of memory; nil while it is not known to.
  public nonisolated var blockedReason: String? { blockage.reason }

  /// Returns when the broker has the message.
  ///
  /// - Throws: ``PublishError``; after whatever may pass, publishing the same message again is right, and harmless.
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

  /// Ends the connection; who still waits is told `closed`.
  public func close() async {
    isClosed = true
    await publisher.close()
  }

  // MARK: Trying

  /// Tries until it is confirmed, or never can be.
  private func confirm(_ publication: Publication, noting lastFailure: LastFailure) async throws {
    var backoff = Backoff()
    while true {
      guard !isClosed else { throw Self.closed }
      guard let failure = await publisher.publishEach([publication])[0] else { return }
      // A caller that is no longer waited for has cancelled it, not the broker.
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
  /// True if the next try may succeed without anybody's doing.
  fileprivate var mayPass: Bool {
    [.unreachable, .consumerLost, .closed, .refused, .notConfirmed].contains(code)
  }
}
