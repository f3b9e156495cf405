import Admission
import Foundation
import Logging
import QueueContracts
import Synchronization
import TestSupport
import Testing
import WorkerRuntime
import WorkerTesting

@testable import IntakeWorker

/// Runs two watches over the same applications; either may be killed before or after any step, as the seed decides.
@Suite("A watch over deadlines that dies anywhere", .timeLimit(.minutes(3)))
struct DeadlineWatchDeathTests {
  private static let repeatSeconds: Int64 = 600

  @Test(
    "Each family is told once of its late answer, and no notice goes out twice within the interval", arguments: 1...100)
  func told(seed: Int) async throws {
    var random = SplitMix64(seed: UInt64(seed))
    let stage = try await OrderStage(Families.enrolment(1), failedLookups: 0)
    let fate = Fate(seed: UInt64(seed) << 8)
    let late = Set((1...3).map(StoreSample.id))
    try await stage.enter((1...3).map { StoreSample.application($0, dueBy: 0) })

    var watches = [watch(over: stage, fate), watch(over: stage, fate)]
    for _ in 1...40 {
      switch Int.random(in: 0..<4, using: &random) {
      case 0: try await stage.intakeWorks()
      case 1: fate.advance(seconds: Int64.random(in: 1...400, using: &random))
      default:
        let number = Int.random(in: 0...1, using: &random)
        // A process that was killed is followed by another one.
        do { try await watches[number].look() } catch { watches[number] = watch(over: stage, fate) }
      }
    }
    fate.endDeaths()
    for _ in 1...3 {
      fate.advance(seconds: Self.repeatSeconds + 1)
      try await watches[0].look()
      try await stage.intakeWorks()
    }

    let told = try await stage.broker.messages(in: QueueName.notify)
      .map { (id: $0.id, update: try WireCodec.decode(ProcessingUpdated.self, from: $0.body)) }
    #expect(Set(told.map(\.update.applicationId)) == late)
    #expect(Set(told.map(\.id)).count == late.count)
    #expect(told.allSatisfy { $0.update.step == .passedDeadline })
    for (id, times) in fate.published {
      for (first, second) in zip(times, times.dropFirst())
      where second.milliseconds - first.milliseconds < Self.repeatSeconds * 1000 {
        Issue.record("\(id) went out at \(first) and at \(second)")
      }
    }
    // All families have been told, so no notice goes out later.
    let count = fate.published.values.map(\.count).reduce(0, +)
    fate.advance(seconds: 10 * Self.repeatSeconds)
    try await watches[1].look()
    #expect(fate.published.values.map(\.count).reduce(0, +) == count)
  }

  private func watch(over stage: OrderStage, _ fate: Fate) -> DeadlineWatch {
    // With `seconds: 0` both watches may look at the same time, so only the notices in the store keep them from
    // publishing twice.
    DeadlineWatch(
      store: DyingQueries(store: stage.store, fate: fate), broker: DyingBroker(broker: stage.broker, fate: fate),
      seconds: 0, repeatSeconds: Int(Self.repeatSeconds), isReady: { true }, now: { fate.now },
      logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
  }
}

extension OrderStage {
  /// Enters applications as intake would.
  func enter(_ records: [ApplicationRecord]) async throws {
    var keys = Ledger.Keys()
    keys.applications = Set(records.map(\.id))
    try await store.transaction(inbox: [], ledger: keys) { _, ledger in
      for record in records { ledger.enter(record) }
    }
  }
}

/// Decides when processes die, keeps the test's clock, and notes when each message was published.
private final class Fate: Sendable {
  struct Death: Error {}

  private struct State {
    var random: SplitMix64
    var time = OrderStage.now
    var isCalm = false
    var published: [String: [Timestamp]] = [:]
  }

  private let state: Mutex<State>

  init(seed: UInt64) { state = Mutex(State(random: SplitMix64(seed: seed))) }

  var now: Timestamp { state.withLock(\.time) }
  var published: [String: [Timestamp]] { state.withLock(\.published) }

  func advance(seconds: Int64) { state.withLock { $0.time = $0.time.adding(seconds: seconds) } }
  func endDeaths() { state.withLock { $0.isCalm = true } }
  func note(_ publication: Publication) {
    state.withLock { $0.published[publication.message.id ?? "", default: []].append($0.time) }
  }

  /// True if the process dies here.
  func strikes() -> Bool { state.withLock { !$0.isCalm && Int.random(in: 0..<8, using: &$0.random) == 0 } }

  /// Runs `work`, and may die before or after it.
  func through<Value>(_ work: () async throws -> Value) async throws -> Value {
    if strikes() { throw Death() }
    let value = try await work()
    if strikes() { throw Death() }
    return value
  }
}

private struct DyingQueries: DeadlineQueries {
  let store: MemoryStore
  let fate: Fate

  func becomeWatcher(holder: UUID, seconds: Int) async throws -> Bool {
    try await fate.through { await store.becomeWatcher(holder: holder, seconds: seconds) }
  }

  func lateness(at time: Timestamp, soonSeconds: Int64) async throws -> Lateness {
    try await fate.through { await store.lateness(at: time, soonSeconds: soonSeconds) }
  }

  func lateWithoutNotice(at time: Timestamp, publishedBefore: Timestamp, limit: Int) async throws -> [ApplicationID] {
    try await fate.through { await store.lateWithoutNotice(at: time, publishedBefore: publishedBefore, limit: limit) }
  }

  func claim(_ notices: [OverdueNotice], at time: Timestamp, publishedBefore: Timestamp) async throws -> Set<
    ApplicationID
  > {
    try await fate.through { await store.claim(notices, at: time, publishedBefore: publishedBefore) }
  }

  func noteHandled(by worker: String, publishedBefore: Timestamp) async throws {
    try await fate.through { await store.noteHandled(by: worker, publishedBefore: publishedBefore) }
  }
}

private struct DyingBroker: Broker {
  let broker: MemoryBroker
  let fate: Fate

  func consumer(queue: String, prefetch: Int) async throws(BrokerError) -> any Consumer {
    try await broker.consumer(queue: queue, prefetch: prefetch)
  }

  func publisher(whenBlocked: @escaping @Sendable (String?) -> Void) async throws(BrokerError) -> any Publisher {
    guard !fate.strikes() else { throw BrokerError(.unreachable, "died") }
    return DyingPublisher(publisher: await broker.publisher(whenBlocked: whenBlocked), fate: fate)
  }
}

/// A publisher that may die before or after each publication; if it dies, the confirms of the whole batch are lost.
private struct DyingPublisher: Publisher {
  let publisher: any Publisher
  let fate: Fate

  func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    for publication in publications {
      guard !fate.strikes() else { return publications.map { _ in BrokerError(.notConfirmed, "died") } }
      fate.note(publication)
      if case let failure?? = await publisher.publishEach([publication]).first {
        return publications.map { _ in failure }
      }
    }
    return publications.map { _ in fate.strikes() ? BrokerError(.notConfirmed, "died") : nil }
  }

  func close() async { await publisher.close() }
}
