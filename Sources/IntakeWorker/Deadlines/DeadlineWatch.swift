import Admission
import CoreMetrics
import Foundation
import Logging
import Metrics
import QueueContracts
import ServiceLifecycle
import WorkerBase
import WorkerRuntime

/// Finds applications whose deadline has passed without an answer, and publishes a notice for each into intake's queue.
///
/// Every intake process counts late applications, so the gauges of all processes are right. Only one process at a time
/// publishes notices. If intake has not handled a notice after ``repeatSeconds``, it is published again.
struct DeadlineWatch: ServiceLifecycle.Service {
  /// The store, which counts applications and keeps the published notices.
  let store: any DeadlineQueries
  let broker: any Broker
  /// The time between two calls of ``look()``, in seconds.
  let seconds: Int
  /// The time, in seconds, after which a notice is published again if intake has not handled it.
  let repeatSeconds: Int
  /// Returns true while this process can handle messages; otherwise it publishes no notices.
  let isReady: @Sendable () -> Bool
  let now: @Sendable () -> Timestamp
  let logger: Logger
  /// Waits for a number of seconds, until the next call of ``look()``.
  let sleep: @Sendable (Int) async throws -> Void
  /// The id by which the store knows this process as the watcher of the deadlines.
  private let holder = UUID()

  private static let pageLength = 500
  /// The time within which a deadline counts as due soon, as in `admissionctl overdue`.
  private static let soonSeconds: Int64 = 24 * 3600
  /// The time, in seconds, for which this process stays the watcher without asking the store again.
  ///
  /// The time is longer than ``seconds``, so the process stays the watcher even if its next call of ``look()`` is late.
  /// If the process dies, it counts as the watcher for at most half a minute after that call was due.
  private var watchSeconds: Int { seconds + min(2 * seconds, 30) }

  init(
    store: any DeadlineQueries, broker: any Broker, seconds: Int, repeatSeconds: Int,
    isReady: @escaping @Sendable () -> Bool, now: @escaping @Sendable () -> Timestamp, logger: Logger,
    sleep: @escaping @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
  ) {
    self.store = store
    self.broker = broker
    self.seconds = seconds
    self.repeatSeconds = repeatSeconds
    self.isReady = isReady
    self.now = now
    self.logger = logger
    self.sleep = sleep
  }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await sleep(seconds)
          try await look()
        } catch {
          guard !Task.isCancelled else { return }
          // The failure loses nothing: the next call of `look()` finds the same applications.
          logger.warning("Deadlines could not be checked", metadata: [LogKey.reason: "\(type(of: error))"])
        }
      }
    }
  }

  /// Counts late applications, and publishes the notices that are not published yet, page by page.
  func look() async throws {
    let time = now()
    let lateness = try await store.lateness(at: time, soonSeconds: Self.soonSeconds)
    Meter(label: MetricName.lateApplications.rawValue).set(lateness.late)
    Meter(label: MetricName.dueSoonApplications.rawValue).set(lateness.dueSoon)

    guard lateness.late > 0, try await isWatcher() else { return }
    let publishedBefore = time.adding(seconds: -Int64(repeatSeconds))
    try await store.noteHandled(by: ApplicationOverdue.inbox, publishedBefore: publishedBefore)
    var page = try await lateWithoutNotice(at: time, publishedBefore: publishedBefore)
    guard !page.isEmpty else { return }

    try await broker.withPublisher { publisher in
      repeat {
        try await publish(page, at: time, publishedBefore: publishedBefore, publisher)
        guard page.count == Self.pageLength, try await isWatcher() else { break }
        page = try await lateWithoutNotice(at: time, publishedBefore: publishedBefore)
      } while !page.isEmpty
    }
  }

  private func isWatcher() async throws -> Bool {
    guard isReady() else { return false }
    return try await store.becomeWatcher(holder: holder, seconds: watchSeconds)
  }

  private func lateWithoutNotice(at time: Timestamp, publishedBefore: Timestamp) async throws -> [ApplicationOverdue] {
    try await store.lateWithoutNotice(at: time, publishedBefore: publishedBefore, limit: Self.pageLength)
      .map(ApplicationOverdue.init(applicationId:))
  }

  /// Claims a page of notices, raises their alerts, and publishes them.
  ///
  /// A notice is claimed before it is published. So it goes out once, even if another process has become the watcher
  /// meanwhile. If the process dies after the claim, or if the broker refuses the notice, the notice is tried again
  /// after ``repeatSeconds``. The alert is raised before publishing, so this delay does not affect it.
  private func publish(
    _ page: [ApplicationOverdue], at time: Timestamp, publishedBefore: Timestamp, _ publisher: any Publisher
  ) async throws {
    let claimed = try await store.claim(page.map(\.notice), at: time, publishedBefore: publishedBefore)
    let ours = page.filter { claimed.contains($0.applicationId) }
    for late in ours { raiseAlert(late.applicationId) }
    try await publisher.publish(ours.map { $0.publication(at: time) })
  }

  private func raiseAlert(_ id: ApplicationID) {
    Counter(label: MetricName.deadlinesPassed.rawValue).increment()
    logger.error("The answer to an application is late", metadata: [LogKey.applicationId: "\(id)"])
  }
}
