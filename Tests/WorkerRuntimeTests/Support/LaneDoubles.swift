import Foundation
import QueueContracts
import Synchronization

@testable import WorkerRuntime

/// A worker whose messages say what shall become of them.
struct EchoWorker: Worker {
  let name = "echo"
  let queue = "work"
  var judge: @Sendable (String) async throws -> Void = { _ in }
  var sink: (any Sink)?

  func decode(type: String, body: Data) throws(WireError) -> String {
    guard type == "echo.v1" else { throw WireError(.unknownType, path: "") }
    return try WireCodec.decode([String].self, from: body)[0]
  }

  func judge(_ message: Received<String>) async throws -> Judgement<String> {
    try await judge(message.body)
    switch message.body {
    case "retry": return .defer(.retry(reason: "not now", orPark: .applicationUnknown))
    case "park": return .defer(.park(.schoolUnknown, detail: "no such school"))
    case "throw": throw CocoaError(.fileNoSuchFile)
    default: return .propose(message.body)
    }
  }

  func keys(of proposals: [String]) -> Set<String> { Set(proposals) }

  func decide(_ proposal: String, in ledger: inout [String: Int]) -> Ruling {
    ledger[proposal, default: 0] += 1
    let withdrawal = ApplicationWithdrawn(
      applicationId: ApplicationID(uuid: UUID()), applicantIin: proposal, withdrawnAt: Timestamp(milliseconds: 0))
    return .record([Output(withdrawal, routingKey: "echoed"), Output(withdrawal, routingKey: "echoed")])
  }
}

/// A store of counted effects that can be told to fail.
final class CountingStore: Store {
  struct State {
    var inbox: [MessageID: Inbox.Entry] = [:]
    var effects: [String: Int] = [:]
    var transactions: [[MessageID]] = []
    var failure: (@Sendable (Set<String>) -> StoreError?)?
  }
  let state = Mutex(State())

  func transaction<Result: Sendable>(
    inbox keys: InboxKeys, ledger names: Set<String>, _ body: @Sendable (inout Inbox, inout [String: Int]) -> Result
  ) async throws(StoreError) -> Result {
    let outcome = state.withLock { state -> Swift.Result<Result, StoreError> in
      if let error = state.failure?(names) { return .failure(error) }
      var inbox = Inbox(entries: state.inbox)
      let result = body(&inbox, &state.effects)
      for (id, entry) in inbox.added { state.inbox[id] = entry }
      state.transactions.append(keys.messages)
      return .success(result)
    }
    return try outcome.get()
  }
}

/// A sink that counts, refuses one message, and is down when it is first asked about another.
final class CountingSink: Sink {
  let handedOver = Mutex<[MessageID: Int]>([:])
  let refusing: MessageID
  let failingAt: MessageID

  init(refusing: MessageID, failingAt: MessageID) { (self.refusing, self.failingAt) = (refusing, failingAt) }

  func handOver(_ message: MessageID, traceparent: String?) async throws -> Deferral? {
    // The others first, for this one calls them off.
    if message == failingAt { try await Task.sleep(for: .milliseconds(200)) }
    let times = handedOver.withLock { counts in
      counts[message, default: 0] += 1
      return counts[message, default: 0]
    }
    if message == failingAt, times == 1 { throw EnvironmentDown("sink", detail: "away") }
    return message == refusing ? .park(.portalRejected, detail: "status 422") : nil
  }
}

/// A publisher that fails always, or only for some messages.
struct FailingPublisher: Publisher {
  var code = BrokerError.Code.unsendable
  var inner: (any Publisher)?
  var refusing: @Sendable (BrokerMessage) -> Bool = { _ in true }

  func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    do throws(BrokerError) {
      try await publishTogether(publications)
      return publications.map { _ in nil }
    } catch {
      return publications.map { _ in error }
    }
  }

  private func publishTogether(_ publications: [Publication]) async throws(BrokerError) {
    guard let inner, !publications.contains(where: { refusing($0.message) }) else {
      throw BrokerError(code, "it is too long")
    }
    try await inner.publish(publications)
  }

  func close() async {}
}

/// Keeps what is noted, or is down.
final class DeliveryLogDouble: DeliveryLog {
  let noted = Mutex<[DeliveryEvent]>([])
  let isDown = Mutex(false)

  func note(_ events: [DeliveryEvent]) throws(StoreError) {
    guard !isDown.withLock({ $0 }) else { throw .unavailable("down") }
    noted.withLock { $0 += events }
  }
}
