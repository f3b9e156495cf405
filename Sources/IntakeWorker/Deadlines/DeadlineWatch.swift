import Admission
import CoreMetrics
import Logging
import Metrics
import QueueContracts
import ServiceLifecycle
import WorkerRuntime

/// Notices applications whose deadline passed without an answer, and hands each to intake's queue.
///
/// Every intake process watches. What two of them notice at once has one effect, because the messages have one id.
struct DeadlineWatch<S: Store<Ledger, Ledger.Keys> & RegisterQueries>: ServiceLifecycle.Service {
  let store: S
  let broker: any Broker
  /// Between two looks.
  let seconds: Int
  let now: @Sendable () -> Timestamp
  let logger: Logger

  private static var pageLength: Int { 500 }
  /// As `admissionctl overdue` counts by default.
  private static var soonSeconds: Int64 { 24 * 3600 }

  func run() async throws {
    await cancelWhenGracefulShutdown {
      while !Task.isCancelled {
        do {
          try await Task.sleep(for: .seconds(seconds))
          try await look()
        } catch {
          guard !Task.isCancelled else { return }
          // The next look finds the same.
          logger.warning("Deadlines could not be looked at", metadata: [LogKey.reason: "\(type(of: error))"])
        }
      }
    }
  }

  /// Hands over all that are late and not told yet.
  func look() async throws {
    let time = now()
    var (late, dueSoon) = (0, 0)
    var last: ApplicationRecord?
    repeat {
      let page = try await store.inProcessing(
        dueBefore: time.adding(seconds: Self.soonSeconds), after: last, limit: Self.pageLength)
      let overdue = page.filter { $0.dueBy < time }
      let news = try await untold(overdue)
      if !news.isEmpty { try await handOver(news, at: time) }
      late += overdue.count
      dueSoon += page.count - overdue.count
      last = page.count < Self.pageLength ? nil : page.last
    } while last != nil
    Meter(label: MetricName.lateApplications.rawValue).set(late)
    Meter(label: MetricName.dueSoonApplications.rawValue).set(dueSoon)
  }

  /// Those that intake's inbox does not know: what it knows has been told, or is about to be.
  private func untold(_ records: [ApplicationRecord]) async throws -> [ApplicationOverdue] {
    guard !records.isEmpty else { return [] }
    let news = records.map { ApplicationOverdue(applicationId: $0.id) }
    return try await store.transaction(
      inbox: InboxKeys(worker: "intake", messages: news.map(\.messageId)), ledger: Ledger.Keys()
    ) { inbox, _ in news.filter { inbox[$0.messageId] == nil } }
  }

  private func handOver(_ news: [ApplicationOverdue], at time: Timestamp) async throws {
    let publisher = try await broker.publisher()
    do {
      try await publisher.publish(news.map { $0.publication(at: time) })
    } catch {
      await publisher.close()
      throw error
    }
    await publisher.close()
    for late in news { raiseAlert(late.applicationId) }
  }

  /// Each process that has noticed it raises its own.
  private func raiseAlert(_ id: ApplicationID) {
    Counter(label: MetricName.deadlinesPassed.rawValue).increment()
    logger.error("The answer to an application is late", metadata: [LogKey.applicationId: "\(id)"])
  }
}
