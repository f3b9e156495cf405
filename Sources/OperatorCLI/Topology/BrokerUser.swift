import Foundation
import QueueContracts

/// Somebody who uses the broker, with no more rights than their part of the contract's section 2 needs.
///
/// Each right is a regular expression, as RabbitMQ wants it.
struct BrokerUser {
  let name: String
  let configure: String
  let read: String
  let write: String
  /// The routing keys that may be sent to each exchange; where none are listed, RabbitMQ takes every key.
  let topics: [(exchange: String, keys: String)]

  /// Consumes these queues and sends these routing keys; declares, binds and deletes nothing.
  private init(_ name: String, reading queues: [String] = [], sending keys: KeyValuePairs<String, [String]>) {
    self.name = name
    configure = Self.pattern([])
    read = Self.pattern(queues)
    write = Self.pattern(keys.map(\.key))
    topics = keys.map { (exchange: $0.key, keys: Self.pattern($0.value)) }
  }

  /// Does everything with the topology, and nothing beside it.
  private init(administrator name: String) {
    let ours = "^\(Self.escaped(ExchangeName.admission))(\\.|$)"
    (self.name, configure, read, write, topics) = (name, ours, ours, ours, [])
  }

  /// Only these names or routing keys; a `*` stands for one word, as it does in a binding.
  private static func pattern(_ names: [String]) -> String {
    names.isEmpty ? "^$" : "^(\(names.map(escaped).joined(separator: "|")))$"
  }

  private static func escaped(_ name: String) -> String {
    name.replacing(".", with: "\\.").replacing("*", with: "[^.]+")
  }
}

extension BrokerUser {
  /// Who the contract's section 2 names as sender or consumer, and an operator.
  static func all(_ topology: Topology) -> [BrokerUser] {
    [
      BrokerUser(
        "intake", reading: [QueueName.intake],
        sending: [
          ExchangeName.admission: [
            RoutingKey.transferRequested, RoutingKey.transferWithdrawn, RoutingKey.schoolAdmissionRequested("*"),
            RoutingKey.schoolAdmissionWithdrawn("*"), RoutingKey.processingUpdated,
          ],
          // Of a deadline that passes intake tells itself.
          ExchangeName.aside: [QueueName.intake] + topology.queuesAside(of: QueueName.intake),
        ]),
      BrokerUser(
        "transfer", reading: [QueueName.transfer],
        sending: [
          ExchangeName.admission: [RoutingKey.schoolAdmissionRequested("*"), RoutingKey.processingUpdated],
          ExchangeName.aside: topology.queuesAside(of: QueueName.transfer),
        ]),
      BrokerUser(
        "notify", reading: [QueueName.notify],
        sending: [ExchangeName.aside: topology.queuesAside(of: QueueName.notify)]),
      BrokerUser(
        "portal",
        sending: [ExchangeName.admission: [RoutingKey.applicationSubmitted, RoutingKey.applicationWithdrawn]]),
      BrokerUser(
        "school", reading: [QueueName.schools],
        sending: [ExchangeName.admission: Service.allCases.map { RoutingKey.schoolDecided($0) }]),
      BrokerUser(administrator: "operator"),
    ]
  }
}

extension Topology {
  /// Where a queue's messages are parked, and where they wait until they come back to it.
  fileprivate func queuesAside(of queue: String) -> [String] {
    queues.filter {
      $0.name == QueueName.parked(of: queue) || $0.arguments["x-dead-letter-routing-key"] == .text(queue)
    }
    .map(\.name)
  }
}
