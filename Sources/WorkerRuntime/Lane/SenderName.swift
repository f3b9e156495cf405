import QueueContracts

/// Who has sent a message, as far as a right to its routing key says so: all that may publish by it, or one school.
struct SenderName: Hashable, Sendable, CustomStringConvertible {
  let description: String

  /// Who may publish by this routing key; nil if it is not known.
  init(routingKey: String?) {
    let form = routingKey.flatMap { key in MessageRoute.version1.flatMap(\.keys).first { $0.accepts(key) } }
    if form?.senders == [.school], let school = routingKey.flatMap({ DecisionKey($0)?.school }) {
      description = "school \(school)"
    } else {
      description = form?.senders.map(\.word).joined(separator: ", ") ?? "unknown"
    }
  }

  /// By the routing key by which it was published first.
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
