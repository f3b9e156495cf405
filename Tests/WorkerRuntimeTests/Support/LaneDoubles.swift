import Foundation
import QueueContracts
import Synchronization

@testable import WorkerRuntime

/// A worker that gives each message the outcome that the message's body asks for.
struct ScriptedWorker: Worker {
  let name = "echo"
  let queue = "work"
  var judge: @Sendable (String) async throws -> Void = { _ in }
  var sink: (any Sink)?
  var publishesWhileWaiting = false

  func decode(type: String, body: Data) throws(WireError) -> String {
    guard type == "echo.v1" else { throw WireError(.unknownType, path: "") }
    return try WireCodec.decode([String].self, from: body)[0]
  }

  func judge(_ message: Incoming<String>) async throws -> String {
    try await judge(message.body)
    switch message.body {
    case "retry", "retry, said": throw Deferred(.retry(reason: "not now", orPark: .applicationUnknown))
    case "park": throw Deferred(.park(.schoolUnknown, detail: "no such school"))
    case "throw": throw CocoaError(.fileNoSuchFile)
    default: return message.body
    }
  }

  func propose(_ outcome: Outcome, of message: Incoming<String>) -> String? {
    message.body.hasSuffix("said") ? message.body : message.body == "later" ? "later, said" : nil
  }

  func keys(of proposals: [String]) -> Set<String> { Set(proposals) }

  func decide(_ proposal: String, in ledger: inout [String: Int]) -> Outcome {
    let withdrawal = ApplicationWithdrawn(
      applicationId: ApplicationID(uuid: UUID()), applicantIin: proposal, withdrawnAt: Timestamp(milliseconds: 0))
    if proposal.hasSuffix("said") {
      ledger[proposal] = 1
      return .retry(
        reason: "not now", orPark: .applicationUnknown, [Output(withdrawal, routingKey: "echoed", name: "said")])
    }
    ledger[proposal, default: 0] += 1
    return .completed([Output(withdrawal, routingKey: "echoed"), Output(withdrawal, routingKey: "echoed")])
  }
}

/// A store that counts effects; a test can make its calls fail and its process die.
final class CountingStore: LaneStore {
  struct State {
    var inbox: [InboxKey: Inbox.Entry] = [:]
    var effects: [String: Int] = [:]
    /// The ledger rows of each transaction, one for each message.
    var transactions: [Set<String>] = []
    var failure: (@Sendable (Set<String>) -> StoreError?)?
    /// The crash log's notes of the running process, by message: true if the message is handled alone.
    var notes: [String: Bool] = [:]
    var crashes: [String: Crashes] = [:]
    /// True if the process is dead: none of its calls has an effect.
    var isDead = false
    /// How many of the next calls to the crash log fail.
    var crashLogFailures = 0
    var events: [DeliveryEvent] = []
    var isDeliveryLogDown = false
  }
  let state = Mutex(State())

  func transaction<Result: Sendable>(
    inbox keys: [InboxKey], ledger names: Set<String>, _ body: @Sendable (inout Inbox, inout [String: Int]) -> Result
  ) async throws(StoreError) -> Result {
    let outcome = state.withLock { state -> Swift.Result<Result, StoreError> in
      if state.isDead { return .failure(.unavailable("killed")) }
      if let error = state.failure?(names) { return .failure(error) }
      var inbox = Inbox(entries: state.inbox.filter { keys.contains($0.key) })
      let result = body(&inbox, &state.effects)
      for (key, entry) in inbox.added { state.inbox[key] = entry }
      state.transactions.append(names)
      return .success(result)
    }
    return try outcome.get()
  }

  func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    let crashes = state.withLock { state -> [String: Crashes]? in
      guard state.crashLogFailures == 0, !state.isDead else {
        state.crashLogFailures -= state.isDead ? 0 : 1
        return nil
      }
      for message in messages { state.notes[message] = alone }
      return state.crashes.filter { messages.contains($0.key) }
    }
    guard let crashes else { throw .unavailable("down") }
    return crashes
  }

  func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    state.withLock { state in
      for message in messages where !state.isDead {
        state.notes[message] = nil
        if settled { state.crashes[message] = nil }
      }
    }
  }

  /// Lets the process die, which leaves its crash notes behind.
  func crashProcess() {
    state.withLock { state in
      for (message, alone) in state.notes {
        state.crashes[message, default: Crashes()].alone += alone ? 1 : 0
        state.crashes[message, default: Crashes()].together += alone ? 0 : 1
      }
      state.notes = [:]
      state.isDead = true
    }
  }

  func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] { [] }

  func note(_ events: [DeliveryEvent]) async throws(StoreError) {
    let isDown = state.withLock { state in
      if !state.isDeliveryLogDown { state.events += events }
      return state.isDeliveryLogDown
    }
    if isDown { throw .unavailable("down") }
  }

  func renewLease() async throws(StoreError) {}

  var effects: [String: Int] { state.withLock { $0.effects } }
}

/// A sink that counts its calls; it refuses one message, and is down at the first try of another.
final class CountingSink: Sink {
  let forwarded = Mutex<[MessageID: Int]>([:])
  let refusing: MessageID
  let failingAt: MessageID

  init(refusing: MessageID, failingAt: MessageID) {
    self.refusing = refusing
    self.failingAt = failingAt
  }

  func forward(_ message: MessageID, traceparent: String?) async throws -> Outcome? {
    let times = forwarded.withLock { counts in
      counts[message, default: 0] += 1
      return counts[message, default: 0]
    }
    if message == failingAt, times == 1 { throw EnvironmentDown("sink", detail: "away") }
    return message == refusing ? .park(.portalRejected, detail: "status 422") : nil
  }
}

/// A publisher that fails for some messages, and counts what it was asked to publish.
final class FailingPublisher: Publisher {
  private let code: BrokerError.Code
  private let inner: any Publisher
  private let refusing: @Sendable (Publication, _ times: Int) -> Bool
  private let counts = Mutex<[String: Int]>([:])

  /// Creates a publisher that fails with one error code for some messages.
  ///
  /// - Parameters:
  ///   - code: the error code.
  ///   - inner: publishes the other messages.
  ///   - refusing: returns true if the publication is to fail; `times` counts the earlier tries to publish its message.
  init(
    _ code: BrokerError.Code = .unsendable, _ inner: any Publisher,
    refusing: @escaping @Sendable (Publication, _ times: Int) -> Bool = { _, _ in true }
  ) {
    self.code = code
    self.inner = inner
    self.refusing = refusing
  }

  /// The number of tries to publish each message, by the message's routing key and id.
  var published: [String: Int] { counts.withLock { $0 } }

  func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    var results: [BrokerError?] = []
    for publication in publications {
      let name = "\(publication.routingKey) \(publication.message.id ?? "")"
      let times = counts.withLock { counts in
        defer { counts[name, default: 0] += 1 }
        return counts[name, default: 0]
      }
      if refusing(publication, times) {
        results.append(BrokerError(code, "it is too long"))
      } else {
        results += await inner.publishEach([publication])
      }
    }
    return results
  }

  func close() async {}
}
