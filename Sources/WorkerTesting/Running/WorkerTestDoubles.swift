import QueueContracts
import Synchronization
import WorkerRuntime

/// A store that fails when it is told to, and otherwise passes each call on to another store.
final class FaultyStore<Ledger: Sendable, Keys: Sendable>: LaneStore {
  private let inner: any LaneStore<Ledger, Keys>
  private let moments = Mutex<[MemoryStore.Moment]>([])

  init(_ inner: any LaneStore<Ledger, Keys>) { self.inner = inner }

  /// Makes the next transaction fail; several calls make several transactions fail, in the order of the calls.
  func failNext(_ moment: MemoryStore.Moment) { moments.withLock { $0.append(moment) } }

  func transaction<Result: Sendable>(
    inbox keys: [InboxKey], ledger: Keys, _ body: @Sendable (inout Inbox, inout Ledger) -> Result
  ) async throws(StoreError) -> Result {
    let moment = moments.withLock { $0.isEmpty ? nil : $0.removeFirst() }
    if moment == .beforeWriting { throw .unavailable("told to fail") }
    let result = try await inner.transaction(inbox: keys, ledger: ledger, body)
    if moment == .afterWriting { throw .unavailable("told to fail after the commit") }
    return result
  }

  func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    try await inner.noteBeginning(of: messages, worker: worker, alone: alone)
  }

  func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    try await inner.noteEnd(of: messages, worker: worker, settled: settled)
  }

  func note(_ events: [DeliveryEvent]) async throws(StoreError) { try await inner.note(events) }

  func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] {
    try await inner.deliveryEvents(of: application)
  }

  func renewLease() async throws(StoreError) { try await inner.renewLease() }
}

/// A publisher that remembers what the broker confirmed.
final class RecordingPublisher: Publisher {
  private let inner: any Publisher
  private let recorded = Mutex<[Publication]>([])

  init(_ inner: any Publisher) { self.inner = inner }

  var confirmed: [Publication] { recorded.withLock { $0 } }

  func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    let results = await inner.publishEach(publications)
    recorded.withLock { $0 += zip(publications, results).filter { $0.1 == nil }.map(\.0) }
    return results
  }

  func close() async { await inner.close() }
}

/// A consumer that loses its connection when it acknowledges, if a test asks for that.
struct LossyConsumer: Consumer {
  let inner: any Consumer
  let losesAcknowledgements: Bool

  func nextBatch(limit: Int) async throws(BrokerError) -> [Delivery]? { try await inner.nextBatch(limit: limit) }
  var unsettledCount: Int { get async { await inner.unsettledCount } }
  func reject(_ tags: [DeliveryTag]) async throws(BrokerError) { try await inner.reject(tags) }
  func check() async throws(BrokerError) { try await inner.check() }
  func cancel() async throws(BrokerError) { try await inner.cancel() }
  func close() async { await inner.close() }

  func acknowledge(_ tags: [DeliveryTag]) async throws(BrokerError) {
    if losesAcknowledgements { throw BrokerError(.unreachable, "The connection to the broker was lost.") }
    try await inner.acknowledge(tags)
  }
}

/// The settled deliveries, batch by batch.
final class SettledRecord: Sendable {
  private let list = Mutex<[LaneRun.Settled]>([])

  var all: [LaneRun.Settled] { list.withLock { $0 } }
  func add(_ settled: [LaneRun.Settled]) { list.withLock { $0 += settled } }
}
