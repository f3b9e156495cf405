import Logging
import QueueContracts
import ServiceLifecycle
import WorkerRuntime
import WorkerStore

/// Counts the events of each hour that is over, and keeps the counts.
///
/// From these counts, the charts of a campaign are drawn without reading the whole service history.
struct HourKeeper: Sendable {
  /// The measure that marks an hour as counted, even if nothing happened in it.
  static let mark = "counted"
  /// The number of recent hours that each pass counts again, because entries of these hours may still be posted.
  private static let recentHours: Int64 = 3
  /// The number of days before now that are counted, including days before the board first ran.
  static let backDays: Int64 = 120
  /// The number of days for which the counts are kept.
  static let keptDays: Int64 = 400
  /// The greatest number of hours that one pass counts, so that a new board does not burden the store.
  private static let passHours = 100

  let store: any BoardRecords
  let logger: Logger
  let now: @Sendable () -> Timestamp

  /// Makes a pass every five minutes, and returns when a shutdown begins.
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

  /// Counts the hours that are over and not yet counted, the latest first, and deletes old counts.
  func pass() async throws(StoreError) {
    let current = BoardHour.beginning(of: now())
    let oldest = Timestamp(milliseconds: current).adding(seconds: -Self.backDays * 86_400)
    let known = try await store.boardHours(oldest..<Timestamp(milliseconds: current), of: Self.mark)
    let counted = Set(known.map(\.hour))
    var done = 0
    for back in 1...(Self.backDays * 24) where done < Self.passHours {
      let hour = current - back * 3_600_000
      guard back <= Self.recentHours || !counted.contains(hour) else { continue }
      let time = Timestamp(milliseconds: hour)..<Timestamp(milliseconds: hour).adding(seconds: 3600)
      let counts = try await store.eventCounts(in: time)
      try await store.keep(counts + [BoardHour(hour: hour, measure: Self.mark, label: "", count: 1)], of: time)
      done += 1
    }
    let end = Timestamp(milliseconds: current).adding(seconds: -Self.keptDays * 86_400)
    try await store.keep([], of: Timestamp(milliseconds: 0)..<end)
  }
}
