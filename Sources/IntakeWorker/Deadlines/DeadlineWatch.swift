import Admission
import CoreMetrics
import Foundation
import Logging
import Metrics
import QueueContracts
import ServiceLifecycle
import WorkerRuntime

/// Notices applications whose deadline passed without an answer, and hands each to intake's queue.
///
/// Every intake process counts, so that the gauges of all are true; one at a time publishes. Each notice is published
/// once, and once more only if intake has not handled it long after.
struct DeadlineWatch: ServiceLifecycle.Service {
  /// Where applications are counted, and what was published is remembered.
  let store: any DeadlineQueries
  let broker: any Broker
  /// Between two looks, in seconds.
  let seconds: Int
  /// How long a published notice may be unhandled before it is published again, in seconds.
  let repeatSeconds: Int
  /// True while this process would not handle what it publishes; another process watches then.
  let isPaused: @Sendable () -> Bool
  let now: @Sendable () -> Timestamp
  let logger: Logger
  /// Waits so many seconds, until the next look.
  let sleep: @Sendable (Int) async throws -> Void
  /// Who holds the turn to watch.
  private let holder = UUID()

  private static let pageLength = 500
  /// As `admissionctl overdue` counts by default.
  private static let soonSeconds: Int64 = 24 * 3600
  /// How long the turn to watch lasts without being asked for again, in seconds: a look may be late, and a dead process
  /// is not waited for longer than half a minute after its next look.
  private var turnSeconds: Int { seconds + min(2 * seconds, 30) }

  init(
    store: any DeadlineQueries, broker: any Broker, seconds: Int, repeatSeconds: Int,
    isPaused: @escaping @Sendable () -> Bool, now: @escaping @Sendable () -> Timestamp, logger: Logger,
    sleep: @escaping @Sendable (Int) async throws -> Void = { try await Task.sleep(for: .seconds($0)) }
  ) {
    self.store = store
    self.broker = broker
    self.seconds = seconds
    self.repeatSeconds = repeatSeconds
    self.isPaused = isPaused
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
          // The next look finds the same.
          logger.warning("Deadlines could not be looked at", metadata: [LogKey.reason: "\(type(of: error))"])
        }
      }
    }
  }

  /// Counts what is late, and publishes what nobody has published, page by page.
  func look() async throws {
    let time = now()
    let lateness = try await store.lateness(at: time, soonSeconds: Self.soonSeconds)
    Meter(label: MetricName.lateApplications.rawValue).set(lateness.late)
    Meter(label: MetricName.dueSoonApplications.rawValue).set(lateness.dueSoon)

    guard lateness.late > 0, try await hasTurn() else { return }
    let publishedBefore = time.adding(seconds: -Int64(repeatSeconds))
    try await store.noteHandled(by: ApplicationOverdue.inbox, publishedBefore: publishedBefore)
    var page = try await lateNotTold(at: time, publishedBefore: publishedBefore)
    guard !page.isEmpty else { return }

    let publisher = try await broker.publisher()
    do {
      repeat {
        try await publish(page, at: time, publishedBefore: publishedBefore, publisher)
        guard page.count == Self.pageLength, try await hasTurn() else { break }
        page = try await lateNotTold(at: time, publishedBefore: publishedBefore)
      } while !page.isEmpty
    } catch {
      await publisher.close()
      throw error
    }
    await publisher.close()
  }

  private func hasTurn() async throws -> Bool {
    guard !isPaused() else { return false }
    return try await store.takeWatch(holder: holder, seconds: turnSeconds)
  }

  private func lateNotTold(at time: Timestamp, publishedBefore: Timestamp) async throws -> [ApplicationOverdue] {
    try await store.lateNotTold(at: time, publishedBefore: publishedBefore, limit: Self.pageLength)
      .map(ApplicationOverdue.init(applicationId:))
  }

  /// Claims a page, raises its alerts, and publishes it.
  ///
  /// Claimed before it is published, a notice goes out once, even if the turn was lost meanwhile, and one that the
  /// broker does not take is not tried every few seconds. A process that dies in between, or a broker that refuses,
  /// delays the notice by ``repeatSeconds``. The alert comes first, so that an operator is not delayed with it.
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
