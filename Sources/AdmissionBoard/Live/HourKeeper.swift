import Logging
import QueueContracts
import ServiceLifecycle
import WorkerRuntime
import WorkerStore

/// Counts each hour when it is over and keeps the counts, so that a campaign is drawn without reading its history.
struct HourKeeper: Sendable {
  /// Marks an hour that is counted, though nothing happened in it.
  static let mark = "counted"
  /// Hours that are counted anew each time: entries of them may still have been posted.
  private static let recentHours: Int64 = 3
  /// How far back is counted what happened before there was a board, and kept what was counted, in days.
  static let backDays: Int64 = 120
  static let keptDays: Int64 = 400
  /// Hours of one pass at most, so that a fresh board does not hold up a store.
  private static let passHours = 100

  let store: any BoardRecords
  let logger: Logger
  let now: @Sendable () -> Timestamp

  /// Returns when a shutdown has begun.
  func run() async {
    while !Task.isShuttingDownGracefully, !Task.isCancelled {
      do {
        try await pass()
      } catch {
        logger.warning("The hours were not counted", metadata: [LogKey.detail: "\(error)"])
      }
      try? await cancelWhenGracefulShutdown { try await Task.sleep(for: .seconds(300)) }
    }
  }

  /// Counts the hours that are over and not counted, the youngest first.
  func pass() async throws(StoreError) {
    let current = BoardHour.beginning(of: now())
    let oldest = Timestamp(milliseconds: current).adding(seconds: -Self.backDays * 86_400)
    let known = try await store.boardHours(oldest..<Timestamp(milliseconds: current))
    let counted = Set(known.filter { $0.measure == Self.mark }.map(\.hour))
    var done = 0
    for back in 1...(Self.backDays * 24) where done < Self.passHours {
      let hour = current - back * 3_600_000
      guard back <= Self.recentHours || !counted.contains(hour) else { continue }
      let time = Timestamp(milliseconds: hour)..<Timestamp(milliseconds: hour).adding(seconds: 3600)
      let counts = try await store.happened(in: time)
      try await store.keep(counts + [BoardHour(hour: hour, measure: Self.mark, label: "", count: 1)], of: time)
      done += 1
    }
    let end = Timestamp(milliseconds: current).adding(seconds: -Self.keptDays * 86_400)
    try await store.keep([], of: Timestamp(milliseconds: 0)..<end)
  }
}
