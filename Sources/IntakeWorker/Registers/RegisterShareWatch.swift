import IntakeLookups
import ServiceLifecycle
import WorkerRuntime

/// Looks how many consumers the queue of intake has, of all processes, and takes this process's share of the questions to
/// registers (`REGISTER_RATE`).
///
/// Until it has seen them it takes an eighth, and while the broker is away it keeps the last share: too little is asked
/// rather than too much. A process that comes is noticed by the others at their next look.
struct RegisterShareWatch: ServiceLifecycle.Service {
  static let firstShare = 0.125

  let share: RegisterShare
  /// Of this process.
  let lanes: Int
  /// From one look to the next, over 0.
  let seconds: Double
  /// How many consumers the queue has; nil if it is missing.
  let consumers: @Sendable () async throws -> Int?

  /// Returns when a shutdown has begun.
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
