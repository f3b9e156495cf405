public import WorkerRuntime

/// A consumer that chooses among the messages of a queue: it acknowledges some and keeps the others until it is closed.
public protocol TransactionalConsumer: Consumer {
  /// Subscribes once more, with the same prefetch.
  ///
  /// A caller calls this when it keeps as many deliveries as the prefetch allows, because otherwise nothing more would
  /// arrive. `cancel()` cancels only the latest subscription.
  ///
  /// - Throws: `BrokerError` if the broker does not confirm the subscription.
  func subscribeAgain() async throws(BrokerError)
}
