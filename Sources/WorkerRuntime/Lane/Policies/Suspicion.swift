import QueueContracts

/// The suspicion that a delivery kills processes.
enum Suspicion: Sendable, Equatable {
  /// No process or connection was lost while it had the delivery.
  case none
  /// A process or connection was lost while it had the delivery, and the delivery may be the cause.
  case suspects

  init(of delivery: Delivery) {
    let isMarked =
      delivery.message.headers[HeaderName.suspect] == .boolean(true) && ExchangeName.isAside(delivery.exchange)
    self = delivery.deliveryCount > 0 || isMarked ? .suspects : .none
  }
}
