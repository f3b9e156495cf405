import WorkerBase
import Synchronization

/// Keeps the batches of a lane in order.
///
/// The tracks judge their batches side by side. Only one track at a time takes a batch, and batches are settled in the
/// order in which they were taken.
///
/// So if there are two applications for one child, the earlier application is registered, even if the later one was
/// judged first.
final class BatchOrder: Sendable {
  struct Taken: Sendable {
    let number: Int
    let deliveries: [Delivery]
  }

  private struct State {
    var taken = 0
    var settled = 0
    var waiting: [Int: OneShot<Void>] = [:]
    var down: EnvironmentDown?
  }

  private let taking = AsyncSemaphore(1)
  private let state = Mutex(State())

  /// The outage for which the lane puts its batches back into the queue; nil while the lane settles its batches.
  var down: EnvironmentDown? { state.withLock { $0.down } }

  /// Notes an outage because of which the tracks put every unsettled batch back into the queue.
  func giveBack(because down: EnvironmentDown) { state.withLock { $0.down = down } }

  /// Takes the next batch; nil if no more will come.
  func take(_ next: () async throws -> [Delivery]?) async throws -> Taken? {
    try await taking.occupying {
      guard let deliveries = try await next() else { return nil }
      let number = state.withLock { state in
        state.taken += 1
        return state.taken
      }
      return Taken(number: number, deliveries: deliveries)
    }
  }

  /// Runs `work` when every batch that was taken before this one is settled.
  ///
  /// - Throws: `CancellationError`, or what the work throws.
  func inTurn(_ batch: Taken, _ work: () async throws -> Void) async throws {
    try await ticket(of: batch.number)?.value()
    defer { pass(batch.number) }
    try await work()
  }

  /// A ``OneShot`` that succeeds when all earlier batches are settled; nil if they are settled already.
  private func ticket(of number: Int) -> OneShot<Void>? {
    state.withLock { state in
      guard state.settled < number - 1 else { return nil }
      let ticket = OneShot<Void>()
      state.waiting[number] = ticket
      return ticket
    }
  }

  private func pass(_ number: Int) {
    state.withLock { state in
      state.settled = number
      state.waiting.removeValue(forKey: number + 1)?.settle(.success(()))
    }
  }
}
