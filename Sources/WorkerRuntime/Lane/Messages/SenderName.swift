import QueueContracts

/// The sender of a message, as far as its routing key tells: one school, or all parties that may publish by that key.
struct SenderName: Hashable, Sendable, CustomStringConvertible {
  let description: String

  /// Names the sender by a routing key; nil means that the key is not known.
  init(routingKey: String?) {
    let form = routingKey.flatMap { key in MessageRoute.version1.flatMap(\.keys).first { $0.accepts(key) } }
    if form?.senders == [.school], let school = routingKey.flatMap({ DecisionRoutingKey($0)?.school }) {
      description = "school \(school)"
    } else {
      description = form?.senders.map(\.word).joined(separator: ", ") ?? "unknown"
    }
  }

  /// Names the sender by the routing key by which it published the message.
  init(of delivery: Delivery) { self.init(routingKey: delivery.firstRoutingKey) }
}

extension Party {
  fileprivate var word: String {
    switch self {
    case .portal: "portal"
    case .worker(let name): name.rawValue
    case .schools: "hub"
    case .school: "school"
    }
  }
}
