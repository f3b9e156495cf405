import QueueContracts

extension SplitMix64 {
  /// A random element; nil if `elements` is empty.
  mutating func pick<Element>(_ elements: [Element]) -> Element? {
    elements.isEmpty ? nil : elements[Int(next() % UInt64(elements.count))]
  }
}
