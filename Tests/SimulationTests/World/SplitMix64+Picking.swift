import QueueContracts

/// The random choices of a simulated world.
///
/// They are written out here, because the standard library may change its own algorithms.
extension SplitMix64 {
  /// A number from 0 to `bound` - 1; `bound` is at least 1.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// True in `perMille` of a thousand cases.
  mutating func chance(perMille: Int) -> Bool { below(1000) < perMille }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var rest = elements
    for index in rest.indices.dropFirst().reversed() { rest.swapAt(index, below(index + 1)) }
    return rest
  }
}
