import Admission
import QueueContracts

@testable import WorkerRuntime

/// A call of a lane to the simulated ``World``.
///
/// The lane waits until the world answers. The world answers one lane at a time, and the seed decides which lane.
enum Call: Sendable {
  case nextBatch(limit: Int)
  case acknowledge([DeliveryTag])
  case requeue([DeliveryTag])
  case cancel
  case publish([Publication])
  case begin(inbox: [InboxKey], applications: [ApplicationID])
  case commit(InboxRows, [Effect])
  case check
  /// The lane is about to handle suspects, together or alone.
  case noteBeginning(messages: [String], alone: Bool)
  case noteEnd(messages: [String], settled: Bool)
  /// The lane waits out an outage.
  case sleep
  /// The lane opens a publisher.
  case connect
  /// A ``DeadlineWatch`` asks the store.
  case deadlines(DeadlineCall)
  /// A ``DeadlineWatch`` pauses until it asks the store again.
  case rest(seconds: Int)
}

typealias InboxRows = [(key: InboxKey, entry: Inbox.Entry)]

enum Reply: Sendable {
  case done
  case deliveries([Delivery]?)
  case rows(Inbox, ToyLedger)
  case noted([String: Crashes])
  case published([BrokerError?])
  case lateness(Lateness)
  case watcher(Bool)
  case applications([ApplicationID])
  case brokerFailure(BrokerError)
  case storeFailure(StoreError)
}

/// An event that a lane reports to the world.
enum LaneEvent: Sendable {
  case called(lane: Int, Call, CheckedContinuation<Reply, Never>)
  case ended(lane: Int, failure: String?)
}

/// The connection over which a lane calls the world.
struct Line: Sendable {
  let lane: Int
  let events: AsyncStream<LaneEvent>.Continuation
  let mutation: Mutation?

  func ask(_ call: Call) async -> Reply {
    await withCheckedContinuation { _ = events.yield(.called(lane: lane, call, $0)) }
  }

  /// Makes a call, and ignores every reply except a failure of the broker.
  func send(_ call: Call) async throws(BrokerError) {
    if case .brokerFailure(let error) = await ask(call) { throw error }
  }
}
