import QueueContracts

/// How a simulated world picks.
///
/// Written out, because the standard library may change its own way.
extension SplitMix64 {
  /// 0 ..< bound, which is at least 1.
  mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(bound)) }

  /// True so many times in a thousand.
  mutating func chance(perMille: Int) -> Bool { below(1000) < perMille }

  mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

  mutating func shuffled<Element>(_ elements: [Element]) -> [Element] {
    var rest = elements
    for index in rest.indices.dropFirst().reversed() { rest.swapAt(index, below(index + 1)) }
    return rest
  }
}
