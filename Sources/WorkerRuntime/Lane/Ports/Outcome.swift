public import Foundation
public import QueueContracts

/// What becomes of a delivery: the only word for it, from judging to metrics.
public enum Outcome: Sendable, Equatable {
  /// The effects are in the ledger; these messages follow from them (none if nothing has to be said).
  case completed([Output])
  /// The message cannot be judged yet and waits by the retry ladder; `orPark` is the code it is parked with when its
  /// attempts are spent. The outputs say what is known already, once, however often it is retried.
  case retry(reason: String, orPark: ParkingCode, [Output] = [])
  /// A person must look. The detail names no person; the outputs go out once, however often it is parked.
  case park(ParkingCode, detail: String, [Output] = [])

  /// The messages that follow.
  var outputs: [Output] {
    switch self {
    case .completed(let outputs), .retry(_, _, let outputs), .park(_, _, let outputs): outputs
    }
  }

  /// The same outcome with other outputs.
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
  public var routingKey: String
  public var type: String
  public var applicationId: ApplicationID
  public var body: Data
  /// What its id is derived from beside the input's id; nil for the routing key and its number among the outputs.
  public var name: String?

  /// - Parameters:
  ///   - body: what is said.
  ///   - routingKey: nil for the contract's name without its version.
  ///   - name: what the id is derived from, if the contract names it (section 3, *received*).
  public init<Body: Contract>(_ body: Body, routingKey: String? = nil, name: String? = nil) {
    self.routingKey = routingKey ?? String(Body.type.prefix(upTo: Body.type.lastIndex(of: ".") ?? Body.type.endIndex))
    self.type = Body.type
    self.applicationId = body.applicationId
    self.body = WireCodec.encode(body)
    self.name = name
  }
}
