import Foundation
import QueueContracts

/// A user of the broker, with only the rights that its role needs by the contract's section 2.
///
/// Each right is a regular expression, as RabbitMQ wants it.
struct BrokerUser {
  let name: String
  let configure: String
  let read: String
  let write: String
  /// The routing keys that the user may send to each exchange.
  ///
  /// If an exchange is not listed, RabbitMQ lets every routing key pass.
  let topics: [(exchange: String, keys: String)]

  /// Creates a user who consumes these queues and sends these routing keys, and declares, binds and deletes nothing.
  ///
  /// - Parameters:
  ///   - name: the user's name.
  ///   - queues: the queues that the user consumes.
  ///   - keys: the routing keys that the user may send, by exchange.
  ///   - watched: queues whose existence the user may check. RabbitMQ 4.3 answers only users who have some right to the
  ///     queue, so the user gets the right to write to it. That right is harmless: to bind a queue, the user would also
  ///     need the right to read an exchange.
  private init(
    _ name: String, reading queues: [String], sending keys: KeyValuePairs<String, [String]>,
    watching watched: [String] = []
  ) {
    self.name = name
    configure = Self.pattern([])
    read = Self.pattern(queues)
    write = Self.pattern(keys.map(\.key) + watched)
    topics = keys.map { (exchange: $0.key, keys: Self.pattern($0.value)) }
  }

  /// Creates a user who may do everything with the topology, but nothing with other exchanges and queues.
  private init(administrator name: String) {
    let ours = "^\(Self.escaped(ExchangeName.admission))(\\.|$)"
    self.name = name
    configure = ours
    read = ours
    write = ours
    topics = []
  }

  /// A regular expression that matches only these names or routing keys; a `*` stands for one word, as in a binding.
  private static func pattern(_ names: [String]) -> String {
    names.isEmpty ? "^$" : "^(\(names.map(escaped).joined(separator: "|")))$"
  }

  private static func escaped(_ name: String) -> String {
    name.replacing(".", with: "\\.").replacing("*", with: "[^.]+")
  }
}

extension BrokerUser {
  /// Makes the users for every sender and consumer of the contract's section 2, and for an operator.
  ///
  /// - Parameters:
  ///   - topology: the exchanges and queues.
  ///   - schools: the schools whose own systems have a user; that user speaks for its school alone.
  /// - Returns: the users with their rights.
  static func all(_ topology: Topology, schools: [BIN] = []) -> [BrokerUser] {
    WorkerName.allCases.map { BrokerUser(worker: $0, topology) } + [
      BrokerUser("portal", reading: [], sending: [ExchangeName.admission: MessageRoute.keys(from: .portal)]),
      BrokerUser(
        "school", reading: [QueueName.schools],
        sending: [ExchangeName.admission: MessageRoute.keys(from: .schools)]),
    ]
      + schools.map {
        BrokerUser(
          "school.\($0)", reading: [QueueName.school($0)],
          sending: [ExchangeName.admission: MessageRoute.keys(fromSchool: $0)])
      } + [BrokerUser(administrator: "operator")]
  }

  /// Creates a worker's user.
  ///
  /// The user reads the worker's queue, sends the types of messages that the worker sends, and puts the worker's
  /// messages aside.
  private init(worker: WorkerName, _ topology: Topology) {
    // A worker puts into its own queue the messages that it gives back after an outage, and intake also puts its
    // notices of passed deadlines there.
    let aside = [worker.queue] + topology.queuesAside(of: worker.queue)
    let exchange = ExchangeName.aside(for: worker.queue)
    let keys = MessageRoute.keys(from: .worker(worker))
    self.init(
      worker.user, reading: [worker.queue],
      sending: keys.isEmpty
        ? [exchange: aside] : [ExchangeName.admission: keys, exchange: aside],
      watching: topology.queuesAside(of: worker.queue) + MessageRoute.targetQueues(of: .worker(worker)))
  }
}

extension Topology {
  /// The parked queue and the retry queues of a queue.
  fileprivate func queuesAside(of queue: String) -> [String] {
    queues.filter {
      $0.name == QueueName.parked(of: queue) || $0.arguments["x-dead-letter-routing-key"] == .text(queue)
    }
    .map(\.name)
  }
}
