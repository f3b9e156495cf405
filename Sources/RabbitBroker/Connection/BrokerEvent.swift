import WorkerRuntime

/// What the broker says of its own accord.
enum BrokerEvent {
  case delivered(Delivery)
  case returned(ConfirmTracker.Return)
  case confirmed(tag: UInt64, multiple: Bool, accepted: Bool)
  /// The queue was deleted, or its leader is gone.
  case consumerCancelled
  /// The broker sends no more deliveries, as it was asked.
  case consumerCancelConfirmed
  /// The channel is closed, and the broker has been told that we know.
  case channelClosed(BrokerClose)
  /// The broker is short of memory or disk and reads nothing from who publishes.
  case blocked(reason: String)
  case unblocked
}
