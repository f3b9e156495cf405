extension Topology {
  /// The queues of a further reader of the exchange `admission`: its work queue, its parked queue and its retry queues.
  ///
  /// Join these queues by ``and(_:)`` to ``version1(retryLadderSeconds:schools:)``, which declares that exchange.
  ///
  /// - Parameters:
  ///   - queue: the name of the work queue. A worker's queue has two words, `admission.<name>`, and its worker gets an
  ///     exchange of its own to put messages aside. The queue of a system that only reads has more words, for example
  ///     `admission.meals.office`.
  ///   - keys: the keys by which the queue is bound; `*` stands for one word, `#` for any number of words.
  ///   - retryLadderSeconds: the waits between attempts, in seconds, each at least 1; empty if messages are never tried
  ///     again.
  /// - Returns: the exchanges for putting messages aside, the queues, and their bindings.
  public static func reader(_ queue: String, boundBy keys: [String], retryLadderSeconds: [Int] = []) -> Topology {
    let parked = QueueName.parked(of: queue)
    let steps = Set(retryLadderSeconds).sorted()
    let retries = steps.map { QueueName.retry(of: queue, seconds: $0) }
    let exchanges = Set([ExchangeName.aside, ExchangeName.aside(for: queue)]).sorted()
    return Topology(
      exchanges: exchanges.map { ExchangeDefinition(name: $0, kind: .topic) },
      queues: [.kept(parked), .work(queue)] + zip(steps, retries).map { .retry($1, of: queue, seconds: $0) },
      bindings: exchanges.flatMap { exchange in
        ([parked, queue] + retries).map { BindingDefinition(exchange: exchange, queue: $0, key: $0) }
      } + keys.map { BindingDefinition(exchange: ExchangeName.admission, queue: queue, key: $0) })
  }

  /// The union of this topology and another one, with each exchange, queue and binding once.
  public func and(_ other: Topology) -> Topology {
    Topology(
      exchanges: exchanges + other.exchanges.filter { !exchanges.contains($0) },
      queues: queues + other.queues.filter { !queues.contains($0) },
      bindings: bindings + other.bindings.filter { !bindings.contains($0) })
  }
}
