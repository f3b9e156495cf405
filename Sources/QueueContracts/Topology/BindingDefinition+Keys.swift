extension BindingDefinition {
  /// Tells whether this binding matches a routing key; `*` stands for one word, `#` for any number of words.
  public func accepts(_ routingKey: String) -> Bool { Self.matches(words(of: key), words(of: routingKey)) }

  /// Tells whether this binding routes every message that another binding routes.
  ///
  /// The other binding is then redundant: a queue gets a message once, however many of its bindings match.
  public func covers(_ other: BindingDefinition) -> Bool {
    (exchange, queue) == (other.exchange, other.queue) && accepts(other.key)
  }

  /// Tells whether a pattern matches the words of a routing key, or of another binding's key.
  private static func matches(_ pattern: ArraySlice<Substring>, _ words: ArraySlice<Substring>) -> Bool {
    guard let first = pattern.first else { return words.isEmpty }
    if first == "#" {
      return matches(pattern.dropFirst(), words) || (!words.isEmpty && matches(pattern, words.dropFirst()))
    }
    guard let word = words.first, first == word || (first == "*" && word != "#") else { return false }
    return matches(pattern.dropFirst(), words.dropFirst())
  }

  private func words(of key: String) -> ArraySlice<Substring> {
    key.isEmpty ? [] : key.split(separator: ".", omittingEmptySubsequences: false)[...]
  }
}

extension Topology {
  /// The bindings by which the exchange `admission` routes a routing key; empty if no queue is bound for the key.
  public func bindings(for routingKey: String) -> [BindingDefinition] {
    bindings.filter { $0.exchange == ExchangeName.admission && $0.accepts(routingKey) }
  }
}
