import Foundation
import QueueContracts

@testable import WorkerRuntime

struct SimulatedConsumer: Consumer {
  let line: Line

  func nextBatch(limit: Int) async throws(BrokerError) -> [Delivery]? {
    switch await line.ask(.nextBatch(limit: limit)) {
    case .brokerFailure(let error): throw error
    case .deliveries(let batch):
      if line.mutation == .acknowledgesFirst, let batch { try await line.send(.acknowledge(batch.map(\.tag))) }
      return batch
    default: preconditionFailure("no answer to this call")
    }
  }

  var unsettledCount: Int { get async { 0 } }

  func acknowledge(_ tags: [DeliveryTag]) async throws(BrokerError) {
    switch line.mutation {
    case .acknowledgesFirst: break
    case .acknowledgesUpTo:
      let last = tags.map(\.number).max() ?? 0
      try await line.send(.acknowledge((0...last).map { DeliveryTag($0) }))
    default: try await line.send(.acknowledge(tags))
    }
  }

  /// Requeues the deliveries; lanes reject only messages that are too large to be copied, and the simulation has none.
  func reject(_ tags: [DeliveryTag]) async throws(BrokerError) { try await line.send(.requeue(tags)) }
  func check() async throws(BrokerError) { try await line.send(.check) }
  func cancel() async throws(BrokerError) { try await line.send(.cancel) }
  /// Does nothing: the world closes the connections of a lane that ends.
  func close() async {}
}

struct SimulatedPublisher: Publisher {
  let line: Line

  func publishEach(_ publications: [Publication]) async -> [BrokerError?] {
    switch line.mutation {
    case .losesCopies:
      let results = await results(of: publications.filter { !ExchangeName.isAside($0.exchange) })
      var rest = results[...]
      return publications.map { ExchangeName.isAside($0.exchange) ? nil : rest.removeFirst() }
    case .damagesCopies: return await results(of: publications.map(damaged))
    case .renamesOutputs: return await results(of: publications.map(renamed))
    case .countsGivingBack: return await results(of: publications.map(countedAsAttempt))
    case .repeatsConfirmed:
      let results = await results(of: publications)
      let failure = results.first { $0 != nil } ?? nil
      return results.map { _ in failure }
    case .ignoresConfirms:
      _ = await results(of: publications)
      return publications.map { _ in nil }
    default: return await results(of: publications)
    }
  }

  private func results(of publications: [Publication]) async -> [BrokerError?] {
    switch await line.ask(.publish(publications)) {
    case .published(let results): results
    case .brokerFailure(let error): publications.map { _ in error }
    default: preconditionFailure("no answer to this call")
    }
  }

  func close() async {}

  private func damaged(_ publication: Publication) -> Publication {
    var publication = publication
    if ExchangeName.isAside(publication.exchange) { publication.message.headers[HeaderName.traceparent] = nil }
    return publication
  }

  /// A planted defect: a copy that goes back into a work queue counts as one more attempt.
  private func countedAsAttempt(_ publication: Publication) -> Publication {
    var publication = publication
    if ExchangeName.isAside(publication.exchange), QueueName.workers.contains(publication.routingKey) {
      publication.message.headers[HeaderName.attempt] = .integer(Int64(publication.message.attempt + 1))
    }
    return publication
  }

  private func renamed(_ publication: Publication) -> Publication {
    var publication = publication
    if publication.exchange == ExchangeName.admission {
      publication.message.id = MessageID(uuid: UUID()).description
    }
    return publication
  }
}

struct SimulatedStore: LaneStore {
  let line: Line

  func transaction<Result: Sendable>(
    inbox: [InboxKey], ledger: [ApplicationID], _ body: @Sendable (inout Inbox, inout ToyLedger) -> Result
  ) async throws(StoreError) -> Result {
    switch await line.ask(.begin(inbox: inbox, applications: ledger)) {
    case .rows(var inbox, var ledger):
      let result = body(&inbox, &ledger)
      if case .storeFailure(let error) = await line.ask(.commit(inbox.added, ledger.added)) { throw error }
      return result
    case .storeFailure(let error): throw error
    default: preconditionFailure("no answer to this call")
    }
  }
}

extension SimulatedStore {
  func noteBeginning(
    of messages: [String], worker: String, alone: Bool
  ) async throws(StoreError) -> [String: Crashes] {
    switch await line.ask(.noteBeginning(messages: messages, alone: alone)) {
    case .noted(let crashes): return crashes
    case .storeFailure(let error): throw error
    default: preconditionFailure("no answer to this call")
    }
  }

  func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError) {
    if case .storeFailure(let error) = await line.ask(.noteEnd(messages: messages, settled: settled)) { throw error }
  }

  // The simulation does not depend on the following calls.
  func note(_ events: [DeliveryEvent]) async throws(StoreError) {}
  func deliveryEvents(of application: ApplicationID) async throws(StoreError) -> [DeliveryEventRecord] { [] }
  func renewLease() async throws(StoreError) {}
}
