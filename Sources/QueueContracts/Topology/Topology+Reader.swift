extension Topology {
  /// A further reader of the exchange `admission`: its queue, where it parks, and where its messages wait.
  ///
  /// It stands beside ``version1(retryLadderSeconds:schools:)``, which declares that exchange.
  ///
  /// - Parameters:
  ///   - queue: `admission.<name>` of a worker, which has an exchange of its own to put aside; any other name that begins
  ///     with `admission.` of somebody who only reads.
  ///   - keys: by which the queue is bound; `*` stands for one word, `#` for any number.
  ///   - retryLadderSeconds: the waits, each at least 1; none if nothing of it is ever tried again.
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

  /// This one and another one together.
  public func and(_ other: Topology) -> Topology {
    Topology(
      exchanges: exchanges + other.exchanges.filter { !exchanges.contains($0) },
      queues: queues + other.queues.filter { !queues.contains($0) },
      bindings: bindings + other.bindings.filter { !bindings.contains($0) })
  }
}
