import IntakeLookups
import ServiceLifecycle
import WorkerRuntime

/// Counts the consumers of intake's queue, of all processes, and derives this process's share of the questions to
/// registers (`REGISTER_RATE`).
///
/// Until it has counted them, the share is an eighth, and while the broker is away, the last share stays: rather too
/// few questions than too many. The other processes notice a new one at their next look.
struct RegisterShareWatch: ServiceLifecycle.Service {
  static let firstShare = 0.125

  let share: RegisterShare
  /// The number of this process's lanes.
  let lanes: Int
  /// The time from one look to the next, in seconds, over 0.
  let seconds: Double
  /// Asks for the number of the queue's consumers; nil if the queue is missing.
  let consumers: @Sendable () async throws -> Int?

  /// Looks again and again until a shutdown has begun.
  func run() async {
    try? await cancelWhenGracefulShutdown {
      // The lanes connect first.
      try await Task.sleep(for: .seconds(min(1, seconds)))
      while !Task.isCancelled {
        if let count = try? await consumers(), count > 0 { share.set(lanes: lanes, of: count) }
        try await Task.sleep(for: .seconds(seconds * Double.random(in: 0.8...1.2)))
      }
    }
  }
}
