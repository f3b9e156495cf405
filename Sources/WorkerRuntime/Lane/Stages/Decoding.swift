import WorkerBase
import Foundation
import QueueContracts

/// The number of cores, asked for once, because Foundation reads the control group's files each time.
private let cores = ProcessInfo.processInfo.activeProcessorCount

/// Decodes a delivery into a message of the worker, or into the outcome of a delivery that can never be read.
struct Decoding<W: Worker>: Sendable {
  let worker: W

  /// Decodes a batch on all cores and keeps its order.
  func decode(_ batch: [Delivery]) async throws -> [Decoded<W.Message>] {
    // A task costs about as much as decoding a few bodies, so a small batch gets few tasks.
    let width = min(cores, 1 + batch.count / 8)
    return try await batch.map(strands: width) { decode($0) }
  }

  func decode(_ delivery: Delivery) -> Decoded<W.Message> {
    let id = delivery.message.messageId
    if let outcome = refusal(of: delivery) {
      return Decoded(delivery: delivery, id: id, content: .refused(outcome))
    }
    do {
      let message = try read(delivery, named: id)
      return Decoded(delivery: delivery, id: id, content: .message(message))
    } catch {
      return Decoded(delivery: delivery, id: id, content: .unreadable(.park(error.parkingCode, detail: error.detail)))
    }
  }

  /// The outcome of a delivery whose body must not be read; nil if the body may be read.
  func refusal(of delivery: Delivery) -> Outcome? {
    guard delivery.omittedBodyBytes == nil, delivery.message.body.count <= WireCodec.maximumBodyBytes else {
      let error = WireError(.tooLarge, path: "")
      return .park(error.parkingCode, detail: error.detail)
    }
    // A sender that may publish by a routing key may send messages of that key's type only.
    guard delivery.agrees(in: worker.queue) else {
      return .park(.messageMisrouted, detail: "not by a routing key of its type")
    }
    return nil
  }

  private func read(_ delivery: Delivery, named id: MessageID?) throws(WireError) -> Incoming<W.Message> {
    let message = delivery.message
    let body = try worker.decode(type: message.type ?? "", body: message.body)
    guard let id else { throw WireError(.undecodable, path: "message_id") }
    return Incoming(id: id, body: body, attempt: delivery.attempt, routingKey: delivery.firstRoutingKey)
  }
}

extension WireError {
  /// The text of the header `x-parked-detail`, without the field's value, which may be personal data.
  fileprivate var detail: String {
    switch code {
    case .tooLarge: "over \(WireCodec.maximumBodyBytes) bytes"
    case .notJSON: "not JSON in UTF-8"
    case .unknownType: "not a type of this worker, version 1"
    case .undecodable: path
    }
  }
}
