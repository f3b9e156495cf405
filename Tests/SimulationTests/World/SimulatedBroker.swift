import QueueContracts

@testable import WorkerRuntime

/// A message in one queue of the broker.
///
/// A message that moves to another queue becomes a new copy with a new number.
struct Copy: Sendable {
  let number: Int
  let exchange: String
  let routingKey: String
  let message: BrokerMessage
  /// The number of connections that were lost with the copy in hand.
  var returns = 0
  /// The time at which the copy leaves a retry queue.
  var leavesAt: Timestamp?
}

/// The exchanges and queues of ``Topology``, with their arguments.
struct SimulatedBroker {
  struct Queue {
    let definition: QueueDefinition
    var ready: [Copy] = []
  }

  private(set) var queues: [String: Queue]
  /// The queues' names in a fixed order.
  let names: [String]
  private let topology: Topology
  private let waitingNames: [String]
  private var lastNumber = 0

  init(topology: Topology) {
    self.topology = topology
    names = topology.queues.map(\.name)
    waitingNames = topology.queues.filter { $0.arguments["x-message-ttl"] != nil }.map(\.name)
    queues = Dictionary(uniqueKeysWithValues: topology.queues.map { ($0.name, Queue(definition: $0)) })
  }

  subscript(queue: String) -> Queue {
    get { queues[queue]! }
    _modify { yield &queues[queue]! }
  }

  /// The names of the queues that a publication reaches; empty if the broker returns the publication.
  func route(exchange: String, key: String) -> [String] {
    let bound = topology.bindings.filter { $0.exchange == exchange && Self.matches($0.key, key, exchange) }.map(\.queue)
    let alternate = topology.exchanges.first { $0.name == exchange }?.alternateExchange
    guard bound.isEmpty, let alternate else { return bound }
    return topology.bindings.filter { $0.exchange == alternate }.map(\.queue)
  }

  private static func matches(_ pattern: String, _ key: String, _ exchange: String) -> Bool {
    guard exchange == ExchangeName.admission else { return pattern == key }
    var (wanted, words) = (pattern.split(separator: "."), key.split(separator: "."))
    // `#` stands for any number of words; in this topology it is always the last word of a pattern.
    if wanted.last == "#" {
      wanted.removeLast()
      words = Array(words.prefix(wanted.count))
    }
    return wanted.count == words.count && zip(wanted, words).allSatisfy { $0 == "*" || $0 == $1 }
  }

  /// Stores a message at the end of a queue.
  mutating func store(
    _ message: BrokerMessage, exchange: String, key: String, in queue: String, at now: Timestamp
  ) -> Copy {
    lastNumber += 1
    var copy = Copy(number: lastNumber, exchange: exchange, routingKey: key, message: message)
    if case .integer(let milliseconds) = self[queue].definition.arguments["x-message-ttl"] {
      copy.leavesAt = Timestamp(milliseconds: now.milliseconds + milliseconds)
    }
    self[queue].ready.append(copy)
    return copy
  }

  /// Removes the first message whose wait is over from its queue.
  ///
  /// The queue's dead-letter arguments name the next queue of the message.
  mutating func takeExpired(at now: Timestamp) -> (copy: Copy, from: String, to: String)? {
    for name in waitingNames {
      guard let first = self[name].ready.first, let leavesAt = first.leavesAt, leavesAt <= now else { continue }
      self[name].ready.removeFirst()
      return (first, name, deadLetterQueue(of: name))
    }
    return nil
  }

  var nextExpiry: Timestamp? { waitingNames.compactMap { self[$0].ready.first?.leavesAt }.min() }

  func deadLetterQueue(of queue: String) -> String {
    guard case .text(let target) = self[queue].definition.arguments["x-dead-letter-routing-key"] else {
      preconditionFailure("\(queue) has no dead-letter target")
    }
    return target
  }

  func deliveryLimit(of queue: String) -> Int {
    guard case .integer(let limit) = self[queue].definition.arguments["x-delivery-limit"] else { return .max }
    return Int(limit)
  }
}
