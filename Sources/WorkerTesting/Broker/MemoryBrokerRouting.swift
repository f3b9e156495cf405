public import QueueContracts
public import WorkerRuntime

extension MemoryBroker {
  /// Declares those exchanges, queues and bindings of the topology that are missing.
  public func apply(_ topology: Topology) throws(BrokerError) {
    for exchange in topology.exchanges { exchanges[exchange.name] = exchange }
    for queue in topology.queues where queues[queue.name] == nil { queues[queue.name] = Queue(queue) }
    for binding in topology.bindings where !bindings.contains(binding) { bindings.append(binding) }
  }

  /// Deletes the queues with everything in them, and the exchanges.
  ///
  /// Consumers of these queues are lost.
  public func remove(_ topology: Topology) throws(BrokerError) {
    for exchange in topology.exchanges { exchanges[exchange.name] = nil }
    for queue in topology.queues.map(\.name) {
      queues[queue] = nil
      bindings.removeAll { $0.queue == queue }
      for (number, consumer) in consumers where consumer.queue == queue {
        end(number, BrokerError(.consumerLost, "The broker cancelled the consumer of '\(queue)'."))
      }
    }
  }

  /// The queues that a publication reaches, each once.
  func route(_ publication: Publication) throws(BrokerError) -> Set<String> {
    if publication.exchange.isEmpty {
      return queues[publication.routingKey] == nil ? [] : [publication.routingKey]
    }
    guard exchanges[publication.exchange] != nil else {
      throw BrokerError(.unroutable, "There is no exchange '\(publication.exchange)'.", status: 404)
    }
    var visited: Set<String> = []
    var next: String? = publication.exchange
    while let name = next, visited.insert(name).inserted, let exchange = exchanges[name] {
      let found = bindings.filter { binding in
        binding.exchange == name && Self.matches(exchange.kind, pattern: binding.key, key: publication.routingKey)
      }
      if !found.isEmpty { return Set(found.map(\.queue)) }
      next = exchange.alternateExchange
    }
    return []
  }

  private static func matches(_ kind: ExchangeDefinition.Kind, pattern: String, key: String) -> Bool {
    switch kind {
    case .fanout: true
    case .direct: pattern == key
    case .topic: matches(words(pattern), words(key))
    }
  }

  private static func words(_ text: String) -> ArraySlice<Substring> {
    text.split(separator: ".", omittingEmptySubsequences: false)[...]
  }

  /// `*` stands for one word, `#` for any number of words.
  private static func matches(_ pattern: ArraySlice<Substring>, _ key: ArraySlice<Substring>) -> Bool {
    guard let first = pattern.first else { return key.isEmpty }
    if first == "#" {
      return matches(pattern.dropFirst(), key) || (!key.isEmpty && matches(pattern, key.dropFirst()))
    }
    guard let word = key.first, first == "*" || first == word else { return false }
    return matches(pattern.dropFirst(), key.dropFirst())
  }
}
