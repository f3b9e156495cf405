import Admission
import Foundation
import HTTPCalls
import Operations
import QueueContracts
import RabbitBroker
import WorkerRuntime
import WorkerStore

/// Takes snapshots of the broker, the store and the workers' health servers.
///
/// The broker is asked over the management API, or over AMQP if that API is not configured.
struct BrokerAndStore: SnapshotSource {
  private let queues: CachedQuery<[String: Snapshot.QueueFact]>
  private let register: CachedQuery<RegisterFacts>
  private let unanswered: CachedQuery<TimedAnswer<[UnansweredApplications]>>
  private let oldestUnposted: CachedQuery<TimedAnswer<Timestamp?>>
  private let workers: CachedQuery<[Snapshot.WorkerFact]>
  private let knowsRates: Bool

  init(
    _ settings: Settings, store: any BoardStore, workers addresses: [String], now: @escaping @Sendable () -> Timestamp
  ) throws {
    let management = try Connections.management(settings)
    knowsRates = management != nil
    if let management {
      queues = CachedQuery(every: .seconds(1), now: now) {
        try await management.queues().mapValues { Snapshot.QueueFact($0) }
      }
    } else {
      // Each listing over AMQP opens a connection, so listings are made less often than over the management API.
      queues = CachedQuery(every: .seconds(5), now: now) {
        let listing = try await QueueListing.now(settings)
        let known = listing.queues.filter(\.isDeclared).map { ($0.name, Snapshot.QueueFact($0)) }
        return Dictionary(known) { first, _ in first }
      }
    }
    register = CachedQuery(every: .seconds(5), now: now) { try await RegisterFacts.of(store, at: now()) }
    // This query is made less often than the others, because it reads every unanswered application, and its answer
    // changes slowly.
    unanswered = CachedQuery(every: .seconds(20), now: now) {
      let time = now()
      return TimedAnswer(time: time, value: try await store.unansweredApplications())
    }
    oldestUnposted = CachedQuery(every: .seconds(5), now: now) {
      let time = now()
      return TimedAnswer(time: time, value: try await store.oldestUnposted(at: time))
    }
    let health = WorkerHealth(addresses)
    workers = CachedQuery(every: .seconds(2), now: now) { await health.all() }
  }

  func snapshot() async -> Snapshot {
    async let queues = queues.answer()
    async let register = register.answer()
    async let unanswered = unanswered.answer()
    async let oldestUnposted = oldestUnposted.answer()
    async let workers = workers.answer()
    var snapshot = Snapshot(time: .now)
    (snapshot.queues, snapshot.brokerSilentSince) = (await queues.value ?? [:], await queues.silentSince)
    (snapshot.register, snapshot.storeSilentSince) = await register
    snapshot.unanswered = await unanswered.value
    snapshot.oldestUnposted = await oldestUnposted.value
    snapshot.workers = await workers.value ?? []
    snapshot.knowsRates = knowsRates
    return snapshot
  }
}

extension Snapshot.QueueFact {
  init(_ queue: ManagedQueue) {
    waiting = queue.ready ?? 0
    consumers = queue.consumers
    inHand = queue.unacknowledged
    rateIn = queue.published
    rateOut = queue.settled
    oldest = queue.oldest
  }

  init(_ queue: QueueListing.Queue) {
    waiting = queue.messages ?? 0
    consumers = queue.consumers
    inHand = queue.unacknowledged
    oldest = queue.oldest
  }
}

extension RegisterFacts {
  /// The most deadlines that the forecast looks at.
  private static let deadlineLimit = 2000

  static func of(_ store: any BoardStore, at now: Timestamp) async throws -> RegisterFacts {
    var facts = RegisterFacts()
    for count in try await store.eventCounts(in: now.adding(seconds: -3600)..<now) {
      switch count.measure {
      case "told": facts.told.counts[Double(count.label) ?? .infinity] = Int(count.count)
      case "ended": facts.ended.counts[Double(count.label) ?? .infinity] = Int(count.count)
      case "worker": facts.completed[count.label] = Int(count.count)
      case "outcome": facts.outcomes[count.label] = Int(count.count)
      default: break
      }
    }
    let lateness = try await store.lateness(at: now, soonSeconds: 86_400)
    (facts.late, facts.dueSoon) = (lateness.late, lateness.dueSoon)
    facts.deadlines = try await store.nearestDeadlines(after: now, limit: deadlineLimit)
    let day = try await store.boardHours(now.adding(seconds: -86_400)..<now, of: "outcome")
    let kept = day.map { Int($0.count) }.reduce(0, +)
    // The hourly counts in `kept` leave out the current hour, and a new board has none. So `kept` can be less than the
    // number of outcomes of the last hour.
    facts.endedInDay = max(kept, facts.outcomes.values.reduce(0, +))
    return facts
  }
}
