extension BindingDefinition {
  /// True if a topic exchange leads this routing key by this binding: `*` stands for one word, `#` for any number.
  public func accepts(_ routingKey: String) -> Bool { Self.leads(words(of: key), words(of: routingKey)) }

  /// True if this binding leads whatever the other one does.
  ///
  /// A queue gets a message once, however many of its bindings lead it.
  public func covers(_ other: BindingDefinition) -> Bool {
    (exchange, queue) == (other.exchange, other.queue) && accepts(other.key)
  }

  /// - Parameter words: of a routing key, or of another binding's.
  private static func leads(_ pattern: ArraySlice<Substring>, _ words: ArraySlice<Substring>) -> Bool {
    guard let first = pattern.first else { return words.isEmpty }
    if first == "#" {
      return leads(pattern.dropFirst(), words) || (!words.isEmpty && leads(pattern, words.dropFirst()))
    }
    guard let word = words.first, first == word || (first == "*" && word != "#") else { return false }
    return leads(pattern.dropFirst(), words.dropFirst())
  }

  private func words(of key: String) -> ArraySlice<Substring> {
    key.isEmpty ? [] : key.split(separator: ".", omittingEmptySubsequences: false)[...]
  }
}

extension Topology {
  /// The bindings by which the exchange `admission` leads this routing key; none if no queue of ours is to get it.
  public func bindings(for routingKey: String) -> [BindingDefinition] {
    bindings.filter { $0.exchange == ExchangeName.admission && $0.accepts(routingKey) }
  }
}
