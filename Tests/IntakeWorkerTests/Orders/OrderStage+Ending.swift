import Admission
import Foundation
import QueueContracts
import WorkerRuntime
import WorkerTesting

extension OrderStage {
  /// What is there at the end, in one line: register | updates for the family | messages to the school | parked
  /// messages.
  func ending() async throws -> String {
    guard let record = await store.application(application.applicationId) else { return "unknown" }
    var register = record.endedAt.map { "\(record.state.rawValue) \($0.day)" } ?? record.state.rawValue
    if let arrival = record.arrival { register += ", arrival \(arrival)" }
    if await store.slip(of: record.id) != nil, record.state.blocksOthers { register += ", slip" }
    let updates = try await updates().map {
      "\($0.update.step.rawValue) \($0.update.resolution?.rawValue ?? "inProcessing")"
    }
    let school = await schoolMessages()
    return [[register], updates.sorted(), school.sorted(), await parked().map(\.line).sorted()]
      .map { $0.isEmpty ? "-" : $0.joined(separator: ", ") }.joined(separator: " | ")
  }

  /// The rules that register and messages break at the end, in words; empty if they break none.
  func faults() async throws -> [String] {
    var faults: [String] = []
    let told = try await updates()
    let ends = told.map(\.update).filter { $0.status == .completed }
    let record = await store.application(application.applicationId)
    if ends.count > max(1, (record?.decisions.entries.count ?? 0) + (record?.state == .withdrawn ? 1 : 0)) {
      faults.append("too many ends")
    }
    if Set(ends.map(\.occurredAt)).count < ends.count { faults.append("two ends at one moment") }
    if ends.map(\.occurredAt).max() != record?.endedAt {
      faults.append("another end in the history than in the register")
    }
    let inputs =
      ApplicationMessage.allCases.map(id)
      + ApplicationMessage.allCases.map { id(of: $0).output(routingKey: RoutingKey.transferRequested, number: 0) }
    for update in told {
      let isReceived = update.update.step == .received
      let ids = inputs.map { isReceived ? $0.received : $0.output(routingKey: RoutingKey.processingUpdated, number: 0) }
      if !ids.contains(update.id) { faults.append("an update under a made-up id") }
    }
    if told.count(where: { $0.update.step == .received }) > 1 { faults.append("received twice") }
    for message in await parked().map(\.message) {
      let output = id(of: message).output(routingKey: RoutingKey.processingUpdated, number: 0)
      if told.contains(where: { $0.id == output }) { faults.append("\(message) was parked and answered") }
    }
    for queue in [QueueName.notify, QueueName.schools] {
      let bodies = Dictionary(grouping: await broker.messages(in: queue), by: \.id).mapValues {
        Set($0.map(\.body)).count
      }
      if bodies.contains(where: { $0.value > 1 }) { faults.append("two bodies under one id") }
    }
    return faults
  }

  /// The updates for the family; of several updates with one id, only one, because NotifyWorker drops the others.
  private func updates() async throws -> [(id: MessageID, update: ProcessingUpdated)] {
    try Dictionary(grouping: await broker.messages(in: QueueName.notify), by: \.id).map { id, messages in
      (MessageID(id ?? "")!, try WireCodec.decode(ProcessingUpdated.self, from: messages[0].body))
    }
  }

  private func schoolMessages() async -> [String] {
    Dictionary(grouping: await broker.messages(in: QueueName.schools), by: \.id).values.map { messages in
      messages[0].type == SchoolAdmissionRequested.type ? "asked" : "called off"
    }
  }

  private func parked() async -> [(message: ApplicationMessage, line: String)] {
    var found: [ApplicationMessage: String] = [:]
    for queue in [QueueName.intake, QueueName.transfer] {
      for message in await broker.messages(in: QueueName.parked(of: queue)) {
        guard let known = ApplicationMessage.allCases.first(where: { id(of: $0).description == message.id }),
          case .text(let reason) = message.headers[HeaderName.parkedReason]
        else { continue }
        found[known] = "\(known.rawValue) \(reason)"
      }
    }
    return found.map { ($0.key, $0.value) }
  }
}
