import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerTesting

/// A portal that publishes batch after batch, and repeats a batch under the same message ids until it is confirmed.
///
/// Now and then the portal gives up a batch without knowing whether the broker took it. A portal that is shut down for
/// good would do the same. Each application of a batch that was given up must have its whole effect or none.
struct RetryingPortal: Sendable {
  private static let pause = Duration.milliseconds(350)
  private static let rest = Duration.milliseconds(200)

  let broker: RabbitBroker
  let journal: FaultJournal
  let seed: UInt64

  /// Returns when the journal is closed and the last batch is confirmed or given up.
  func run() async {
    var random = SplitMix64(seed: seed)
    var publisher: (any Publisher)?
    while !Task.isCancelled, let batch = await journal.nextBatch() {
      while !Task.isCancelled {
        do {
          if publisher == nil { publisher = try await broker.publisher() }
          try await publisher?.publish(batch.publications)
          await journal.confirmed(batch)
          break
        } catch {
          if let lost = publisher {
            await lost.close()
            publisher = nil
            await journal.uncertain(batch)
            if Int.random(in: 0..<4, using: &random) == 0 {
              await journal.gaveUp(batch)
              break
            }
          }
          try? await Task.sleep(for: Self.rest)
        }
      }
      try? await Task.sleep(for: Self.pause)
    }
    await publisher?.close()
  }
}
