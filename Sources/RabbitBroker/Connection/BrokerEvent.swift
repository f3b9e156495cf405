import WorkerRuntime

/// A message from the broker that answers no call.
enum BrokerEvent {
  case delivered(Delivery)
  case returned(ConfirmTracker.Return)
  case confirmed(tag: UInt64, multiple: Bool, accepted: Bool)
  /// The broker cancelled the consumer, because its queue was deleted or lost its leader.
  case consumerCancelled
  /// The broker has confirmed that it sends no more deliveries.
  case consumerCancelConfirmed
  /// The broker closed the channel, and the close has been answered.
  case channelClosed(BrokerClose)
  /// The broker is short of memory or disk and reads nothing from publishers.
  case blocked(reason: String)
  case unblocked
}
