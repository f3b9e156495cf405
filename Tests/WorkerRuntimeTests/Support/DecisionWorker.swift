import Admission
import Foundation
import Logging
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

/// An imagined version 2 of a message: a school's decision that also names the first day of school.
struct SchoolDecidedV2: RoutedContract {
  /// The routing keys are those of version 1; only the type tells the versions apart.
  static let route = MessageRoute(
    "school.decided.v2", .service, from: [.schools],
    to: [RouteReader(.intake, boundBy: "school.decided.#")])

  var applicationId: ApplicationID
  var school: SchoolReference
  var decision: SchoolDecision
  var decidedAt: Timestamp
  /// A required field; it needs version 2, because only an optional field can be added to version 1.
  var firstDay: CivilDate
}

/// A worker that reads decisions: an old build reads version 1 only, a new build both versions.
struct DecisionWorker: Worker {
  /// The value that both versions are decoded to.
  struct Decision: Sendable {
    let applicationId: ApplicationID
    let decidedAt: Timestamp
    let firstDay: CivilDate?
  }

  let name = "intake"
  let queue = QueueName.intake
  let readsVersion2: Bool

  func decode(type: String, body: Data) throws(WireError) -> Decision {
    switch type {
    case SchoolDecided.type:
      let read = try WireCodec.decode(SchoolDecided.self, from: body)
      return Decision(applicationId: read.applicationId, decidedAt: read.decidedAt, firstDay: nil)
    case SchoolDecidedV2.type where readsVersion2:
      let read = try WireCodec.decode(SchoolDecidedV2.self, from: body)
      return Decision(applicationId: read.applicationId, decidedAt: read.decidedAt, firstDay: read.firstDay)
    default: throw WireError(.unknownType, path: "")
    }
  }

  func judge(_ message: Incoming<Decision>) async throws -> Decision { message.body }

  func keys(of proposals: [Decision]) -> Ledger.Keys { Ledger.Keys() }

  /// Answers in version 1, which every reader knows.
  func decide(_ decision: Decision, in ledger: inout Ledger) -> Outcome {
    let answer = ProcessingUpdated(
      applicationId: decision.applicationId, number: .sample, recipientIin: "850101300005", service: .enrolment,
      language: .kk, status: .completed, resolution: .positive, step: .school, occurredAt: decision.decidedAt,
      dueBy: decision.firstDay.map { Timestamp($0, hour: 8) }, school: SchoolReference(bin: "950341000052"),
      childName: nil)
    return .completed([Output(answer)])
  }
}

/// A broker in memory with the topology of version 1, a store, and ``DecisionWorker`` workers on one queue.
struct DecisionSetup {
  let broker = MemoryBroker()
  let store = MemoryStore()

  init() async throws { try await broker.apply(Topology.version1(retryLadderSeconds: [1])) }

  /// Sends a decision as the hub does.
  func send<Body: RoutedContract>(_ body: Body, id: MessageID = MessageID(uuid: UUID())) async throws {
    let message = BrokerMessage(id: id.description, type: Body.type, headers: [:], body: WireCodec.encode(body))
    try await publish(message, to: ExchangeName.admission, RoutingKey.schoolDecided(.enrolment))
  }

  /// Replays all parked messages as `admissionctl parked replay` does.
  func replay() async throws {
    let consumer = try await broker.consumer(queue: QueueName.parked(of: QueueName.intake), prefetch: 100)
    let parked = try await consumer.nextBatch(limit: 100) ?? []
    for delivery in parked { try await publish(delivery.message, to: ExchangeName.aside, QueueName.intake) }
    try await consumer.acknowledge(parked.map(\.tag))
    await consumer.close()
  }

  private func publish(_ message: BrokerMessage, to exchange: String, _ key: String) async throws {
    try await broker.publisher().publish([Publication(exchange: exchange, routingKey: key, message: message)])
  }

  /// Lets an old or a new build of the worker handle the messages in the queue.
  func run(readsVersion2: Bool) async throws {
    let consumer = try await broker.consumer(queue: QueueName.intake, prefetch: 100)
    let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    let outage = try await LaneRun.settleDeliveries(
      DecisionWorker(readsVersion2: readsVersion2), store: store, consumer: consumer,
      publisher: ReconnectingPublisher(broker) { _ in },
      settings: LaneSettings(
        handlerSeconds: 30, retries: RetryLadder(stepSeconds: [1], totalSeconds: 2), crashLimit: 2),
      logger: logger)
    #expect(outage == nil)
    await consumer.close()
  }

  func answers() async throws -> [ProcessingUpdated] {
    try await broker.messages(in: QueueName.notify).map { try WireCodec.decode(ProcessingUpdated.self, from: $0.body) }
  }

  func parkedReasons() async -> [HeaderValue?] {
    await broker.messages(in: QueueName.parked(of: QueueName.intake)).map { $0.headers[HeaderName.parkedReason] }
  }
}
