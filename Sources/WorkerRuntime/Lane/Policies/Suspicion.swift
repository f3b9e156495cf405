import QueueContracts

/// Whether a process or connection was lost with a delivery in hand.
enum Suspicion: Sendable, Equatable {
  case none
  /// One of these may be what a process died of.
  case suspects

  init(of delivery: Delivery) {
    let isMarked =
      delivery.message.headers[HeaderName.suspect] == .boolean(true) && ExchangeName.isAside(delivery.exchange)
    self = delivery.deliveryCount > 0 || isMarked ? .suspects : .none
  }
}
