import QueueContracts

/// Random numbers that repeat: the same seed and stream give the same numbers on every machine.
///
/// The standard library's random choices are not used, because they may change with its version.
package struct SampleRandom: Sendable {
  private var numbers: SplitMix64

  /// Starts a sequence of random numbers.
  ///
  /// - Parameters:
  ///   - seed: the seed of the whole ``SampleTown``.
  ///   - stream: the number of the application, so that each application has random numbers of its own.
  package init(seed: UInt64, stream: UInt64) {
    numbers = SplitMix64(seed: seed &* 0x9E37_79B9_7F4A_7C15 ^ (stream &+ 1) &* 0xD1B5_4A32_D192_ED03)
    _ = next()
  }

  package mutating func next() -> UInt64 { numbers.next() }

  package mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(next() % UInt64(range.count))
  }

  package mutating func pick<Element>(_ list: [Element]) -> Element { list[number(in: 0...list.count - 1)] }
}
