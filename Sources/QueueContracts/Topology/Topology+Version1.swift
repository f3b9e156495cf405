extension Topology {
  /// The topology of the contract's section 2.
  ///
  /// - Parameters:
  ///   - retryLadderSeconds: the waits between attempts, in seconds, each at least 1; equal waits share one queue.
  ///   - schools: the schools that have a queue of their own, each once.
  /// - Returns: the exchanges, queues and bindings that all workers need.
  public static func version1(retryLadderSeconds: [Int], schools: [BIN] = []) -> Topology {
    let boundQueues = boundQueues + schools.map { (QueueName.school($0), MessageRoute.bindings(ofSchool: $0)) }
    let work = boundQueues.map(\.queue)
    let steps = Set(retryLadderSeconds).sorted()
    let parked = work.map { QueueName.parked(of: $0) }
    let waiting = QueueName.workers.flatMap { queue in
      steps.map { (queue: queue, seconds: $0, name: QueueName.retry(of: queue, seconds: $0)) }
    }
    return Topology(
      exchanges: [
        ExchangeDefinition(name: ExchangeName.unrouted, kind: .fanout),
        ExchangeDefinition(name: ExchangeName.aside, kind: .topic),
      ] + ownExchanges.map { ExchangeDefinition(name: $0, kind: .topic) } + [
        ExchangeDefinition(name: ExchangeName.admission, kind: .topic, alternateExchange: ExchangeName.unrouted)
      ],
      queues: [.kept(QueueName.unrouted)] + parked.map { .kept($0) } + work.map { .work($0) }
        + waiting.map { .retry($0.name, of: $0.queue, seconds: $0.seconds) },
      bindings: [BindingDefinition(exchange: ExchangeName.unrouted, queue: QueueName.unrouted, key: "")]
        + (parked + work + waiting.map(\.name)).map {
          BindingDefinition(exchange: ExchangeName.aside, queue: $0, key: $0)
        }
        + WorkerName.allCases.map(\.queue).filter { ExchangeName.aside(for: $0) != ExchangeName.aside }.flatMap {
          queue in
          ([queue, QueueName.parked(of: queue)] + waiting.filter { $0.queue == queue }.map(\.name)).map {
            BindingDefinition(exchange: ExchangeName.aside(for: queue), queue: $0, key: $0)
          }
        }
        + boundQueues.flatMap { queue, keys in
          keys.map { BindingDefinition(exchange: ExchangeName.admission, queue: queue, key: $0) }
        }
    )
  }

  /// The workers' own exchanges for putting messages aside.
  private static let ownExchanges = WorkerName.allCases.map { ExchangeName.aside(for: $0.queue) }
    .filter { $0 != ExchangeName.aside }

  /// The bindings of earlier versions, which other bindings have replaced; an operator removes them.
  public static let formerBindings = [
    BindingDefinition(exchange: ExchangeName.admission, queue: QueueName.intake, key: "school.decided.*"),
    BindingDefinition(exchange: ExchangeName.admission, queue: QueueName.transfer, key: "school.decided.transfer"),
  ]

  /// The queues of consumers and the keys that bind them: the first table of the contract's section 2.
  private static let boundQueues: [(queue: String, keys: [String])] =
    (WorkerName.allCases.map { Party.worker($0) } + [.schools]).compactMap { reader in
      reader.queue.map { ($0, MessageRoute.bindings(of: reader)) }
    }
}

extension QueueDefinition {
  /// The argument that limits how often a quorum queue delivers a message that nobody acknowledges.
  public static let deliveryLimit = "x-delivery-limit"

  /// A delivery limit that is never reached.
  public static let unreachedLimit: Int64 = 1_000_000_000

  /// A queue whose messages wait for a person.
  ///
  /// Each look at a parked message counts as a failed delivery. From RabbitMQ 4.0 on, a queue without a limit of its
  /// own drops a message after 20 failed deliveries, so this queue has a limit that is never reached. The limit is not
  /// -1, because RabbitMQ 3.10 would then drop a message after the first failed delivery.
  public static func kept(_ name: String) -> QueueDefinition {
    QueueDefinition(name: name, arguments: ["x-queue-type": .text("quorum"), deliveryLimit: .integer(unreachedLimit)])
  }

  /// A work queue; the broker itself parks a message that has come back to the queue twenty times.
  static func work(_ name: String) -> QueueDefinition {
    QueueDefinition(
      name: name,
      arguments: leading(to: QueueName.parked(of: name)).merging([deliveryLimit: .integer(20)]) { $1 })
  }

  /// A queue in which messages of another queue wait for some seconds.
  static func retry(_ name: String, of queue: String, seconds: Int) -> QueueDefinition {
    QueueDefinition(
      name: name,
      arguments: leading(to: queue).merging(["x-message-ttl": .integer(Int64(seconds) * 1000)]) { $1 })
  }

  /// The arguments of a quorum queue whose dead letters go to another queue.
  ///
  /// With the strategy `at-least-once` the broker keeps a dead letter until the other queue has confirmed it, so no
  /// dead letter is lost on the way. The strategy requires `reject-publish`: a full queue rejects publications instead
  /// of dropping its oldest messages.
  private static func leading(to queue: String) -> [String: ArgumentValue] {
    [
      "x-queue-type": .text("quorum"),
      "x-dead-letter-exchange": .text(ExchangeName.aside),
      "x-dead-letter-routing-key": .text(queue),
      "x-dead-letter-strategy": .text("at-least-once"),
      "x-overflow": .text("reject-publish"),
    ]
  }
}
