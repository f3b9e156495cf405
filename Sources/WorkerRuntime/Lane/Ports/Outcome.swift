public import Foundation
public import QueueContracts

/// The outcome of a delivery.
public enum Outcome: Sendable, Equatable {
  /// The message is decided, its effects are in the ledger, and these messages, if any, follow from it.
  case completed([Output])
  /// The message cannot be judged yet and waits by the retry ladder.
  ///
  /// `orPark` is the code with which the message is parked when its attempts are spent.
  ///
  /// The outputs say what is known so far. They go out once, even if the message is retried many times.
  case retry(reason: String, orPark: ParkingCode, [Output] = [])
  /// A person must look at the message.
  ///
  /// The detail names no person. The outputs go out once, even if the message is parked many times.
  case park(ParkingCode, detail: String, [Output] = [])

  /// The messages to publish, whatever the outcome is.
  var outputs: [Output] {
    switch self {
    case .completed(let outputs), .retry(_, _, let outputs), .park(_, _, let outputs): outputs
    }
  }

  /// This outcome with other outputs.
  public func with(_ outputs: [Output]) -> Outcome {
    switch self {
    case .completed: .completed(outputs)
    case .retry(let reason, let code, _): .retry(reason: reason, orPark: code, outputs)
    case .park(let code, let detail, _): .park(code, detail: detail, outputs)
    }
  }

  var isCompleted: Bool { if case .completed = self { true } else { false } }
}

/// A message that a decision sends through the exchange `admission`.
public struct Output: Sendable, Equatable, Codable {
  /// The routing key to publish by.
  public var routingKey: String
  /// The message type: the name and version of the body's contract.
  public var type: String
  /// The application that the message is about; becomes the correlation id.
  public var applicationId: ApplicationID
  /// The encoded body.
  public var body: Data
  /// The name from which, together with the input's id, the message's id is derived.
  ///
  /// If the name is nil, the id is derived from the input's id, the routing key and the output's number.
  public var name: String?

  /// Encodes a message.
  ///
  /// - Parameters:
  ///   - body: the message.
  ///   - routingKey: the routing key; nil for the message type without its version.
  ///   - name: the name that the id is derived from; nil unless docs/contract.md gives one (section 3, *received*).
  public init<Body: Contract>(_ body: Body, routingKey: String? = nil, name: String? = nil) {
    self.routingKey = routingKey ?? String(Body.type.prefix(upTo: Body.type.lastIndex(of: ".") ?? Body.type.endIndex))
    self.type = Body.type
    self.applicationId = body.applicationId
    self.body = WireCodec.encode(body)
    self.name = name
  }
}
