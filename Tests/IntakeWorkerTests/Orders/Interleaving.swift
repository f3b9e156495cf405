import QueueContracts

/// One way to play an order of messages: which steps follow each message.
///
/// The steps are: IntakeWorker runs, TransferWorker runs, the messages in retry queues come back.
struct Interleaving: CustomStringConvertible {
  /// The lowest bit says whether transfers are shuffled (``OrderStage/shuffleTransfers()``).
  ///
  /// The other bits say which steps follow each message: three bits for each message, one for each step.
  private let bits: Int

  /// The ways to try with each order of messages: all ways, or some of them if there are too many.
  ///
  /// - Parameters:
  ///   - messages: the number of messages in an order.
  ///   - orders: the number of orders that are tried; the more orders, the fewer ways for each.
  /// - Returns: the ways; the random ones are the same each time.
  static func some(for messages: Int, orders: Int) -> [Interleaving] {
    let (all, wanted) = (1 << (3 * messages + 1), max(16, 400 / orders))
    guard all > wanted else { return (0..<all).map(Interleaving.init) }
    var random = SplitMix64(seed: UInt64(messages))
    // The first way takes every step after every message, the second takes no step before the end. The rest are random.
    return [Interleaving(bits: all - 1), Interleaving(bits: 0)]
      + (2..<wanted).map { _ in Interleaving(bits: Int.random(in: 0..<all, using: &random)) }
  }

  private init(bits: Int) { self.bits = bits }

  var description: String { "way \(String(bits, radix: 2))" }

  func play(_ order: [ApplicationMessage], on stage: OrderStage) async throws -> Bool {
    let shuffles = bits & 1 == 1
    for (number, message) in order.enumerated() {
      let step = bits >> (3 * number + 1)
      try await stage.publish(message)
      if step & 1 == 1 { try await stage.intakeWorks() }
      if shuffles { try await stage.shuffleTransfers() }
      if step & 2 == 2 { try await stage.transferWorks() }
      if step & 4 == 4 { try await stage.waitingReturns() }
    }
    return try await stage.finish()
  }
}
