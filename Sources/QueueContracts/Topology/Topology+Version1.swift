extension Topology {
  /// The topology of the contract's section 2.
  ///
  /// - Parameters:
  ///   - retryLadderSeconds: the waits, each at least 1; a step that comes twice has one queue.
  ///   - schools: those whose own systems have queues of their own, each once.
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

  /// By which workers put aside what is their own, but for the common one.
  private static let ownExchanges = WorkerName.allCases.map { ExchangeName.aside(for: $0.queue) }
    .filter { $0 != ExchangeName.aside }

  /// What earlier builds bound, and what is led by other bindings now: an operator takes it away.
  public static let formerBindings = [
    BindingDefinition(exchange: ExchangeName.admission, queue: QueueName.intake, key: "school.decided.*"),
    BindingDefinition(exchange: ExchangeName.admission, queue: QueueName.transfer, key: "school.decided.transfer"),
  ]

  /// The queues that somebody works on, and what they are bound to: the first table of section 2.
  private static let boundQueues: [(queue: String, keys: [String])] =
    (WorkerName.allCases.map { Party.worker($0) } + [.schools]).compactMap { reader in
      reader.queue.map { ($0, MessageRoute.bindings(of: reader)) }
    }
}

extension QueueDefinition {
  /// The argument that bounds how often a quorum queue gives a message out in vain.
  public static let deliveryLimit = "x-delivery-limit"

  /// The limit of a queue that gives a message out as often as one likes.
  public static let unreachedLimit: Int64 = 1_000_000_000

  /// A queue whose messages wait for a person.
  ///
  /// Each look at a message is a delivery in vain. From RabbitMQ 4.0 on a queue that does not say otherwise drops a message
  /// after 20 of them, so this one names a limit that is never reached. Not -1, which 3.10 takes for "after the first".
  public static func kept(_ name: String) -> QueueDefinition {
    QueueDefinition(name: name, arguments: ["x-queue-type": .text("quorum"), deliveryLimit: .integer(unreachedLimit)])
  }

  /// A message that killed its worker twenty times is parked by the broker itself.
  static func work(_ name: String) -> QueueDefinition {
    QueueDefinition(
      name: name,
      arguments: leading(to: QueueName.parked(of: name)).merging([deliveryLimit: .integer(20)]) { $1 })
  }

  static func retry(_ name: String, of queue: String, seconds: Int) -> QueueDefinition {
    QueueDefinition(
      name: name,
      arguments: leading(to: queue).merging(["x-message-ttl": .integer(Int64(seconds) * 1000)]) { $1 })
  }

  /// Dead letters go to that queue, and none is lost on the way: at-least-once keeps a message until the other queue
  /// has confirmed it, and demands that a full queue rejects publications instead of dropping its oldest messages.
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
