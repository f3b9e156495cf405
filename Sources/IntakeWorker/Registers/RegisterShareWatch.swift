import IntakeLookups
import ServiceLifecycle
import WorkerRuntime

/// Keeps this process's share of the permitted rate of questions to state registers (`REGISTER_RATE`) up to date.
///
/// The share is the number of this process's lanes divided by the number of all consumers of intake's queue.
///
/// Until the consumers are counted, the share is an eighth, because too few questions are better than too many. While
/// the broker is away, the last share stays. Other processes notice a new process when they next count the consumers.
struct RegisterShareWatch: ServiceLifecycle.Service {
  static let firstShare = 0.125

  let share: RegisterShare
  /// The number of this process's lanes.
  let lanes: Int
  /// The mean time from one count of the consumers to the next, in seconds; more than 0.
  let seconds: Double
  /// Asks for the number of the queue's consumers; nil if the queue is missing.
  let consumers: @Sendable () async throws -> Int?

  /// Counts the consumers again and again until a shutdown begins.
  func run() async {
    try? await cancelWhenGracefulShutdown {
      // This process's own lanes should be connected before the first count.
      try await Task.sleep(for: .seconds(min(1, seconds)))
      while !Task.isCancelled {
        if let count = try? await consumers(), count > 0 { share.set(lanes: lanes, of: count) }
        try await Task.sleep(for: .seconds(seconds * Double.random(in: 0.8...1.2)))
      }
    }
  }
}
