import Admission
import Foundation
import Logging
import QueueContracts
import WorkerRuntime
import WorkerStore

/// Follows the service histories of the citizens whose pages are open.
///
/// Once a second, it asks the store for the history of each of these citizens. While no page is open, it asks nothing.
actor HistoryFeed {
  private let open: @Sendable () async throws -> any RegisterQueries
  private let logger: Logger
  private var records: (any RegisterQueries)?
  /// True if the last reading failed; then the next failure is not logged, so each outage has one line in the log.
  private var isFailing = false
  private struct Watcher {
    let iin: String
    let continuation: AsyncStream<Void>.Continuation
    /// The ids of the entries at the last signal; nil before the first comparison with the store.
    var lastSignalled: [MessageID]?
  }

  private var watchers: [Int: Watcher] = [:]
  private var last = 0
  private var watch: Task<Void, Never>?

  private static let mostWatchers = 200
  private static let pause = Duration.seconds(1)

  /// Creates a feed; the store is opened at the first reading.
  ///
  /// - Parameters:
  ///   - logger: the logger of the page; it gets a warning when the store stops answering.
  ///   - open: opens the workers' store, which may not exist yet.
  init(logger: Logger, open: @escaping @Sendable () async throws -> any RegisterQueries) {
    self.logger = logger
    self.open = open
  }

  /// The citizen's history by time, then step; nil if the store does not answer.
  func entries(iin: String) async -> [HistoryEntry]? {
    do {
      let entries = try await store().history(recipientIin: iin)
      isFailing = false
      return entries
    } catch {
      // The error is not logged, because it may quote the query.
      if !isFailing { logger.warning("The families' history cannot be read") }
      isFailing = true
      return nil
    }
  }

  /// Signals at once, and then each time that the citizen's history changes; nil if too many pages are open.
  func changes(iin: String) -> AsyncStream<Void>? {
    guard watchers.count < Self.mostWatchers else { return nil }
    last += 1
    let number = last
    let (stream, continuation) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    continuation.onTermination = { [weak self] _ in Task { await self?.leave(number) } }
    watchers[number] = Watcher(iin: iin, continuation: continuation)
    continuation.yield()
    if watch == nil { watch = Task { await self.look() } }
    return stream
  }

  /// Signals to all open pages, because a family has just applied or withdrawn an application.
  func nudge() { for watcher in watchers.values { watcher.continuation.yield() } }

  func close() {
    watch?.cancel()
    for watcher in watchers.values { watcher.continuation.finish() }
  }

  private func store() async throws -> any RegisterQueries {
    if let records { return records }
    let opened = try await open()
    records = opened
    return opened
  }

  private func leave(_ number: Int) {
    watchers[number] = nil
    guard watchers.isEmpty else { return }
    watch?.cancel()
    watch = nil
  }

  private func look() async {
    while !Task.isCancelled {
      for iin in Set(watchers.values.map(\.iin)) {
        guard let ids = await entries(iin: iin)?.map(\.entryId) else { continue }
        // Each page is compared separately: an entry that came between a page's opening and this reading is new only
        // to that page.
        for (number, watcher) in watchers where watcher.iin == iin && watcher.lastSignalled != ids {
          watchers[number]?.lastSignalled = ids
          watcher.continuation.yield()
        }
      }
      do { try await Task.sleep(for: Self.pause) } catch { return }
    }
  }
}
