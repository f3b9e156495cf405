public import Foundation
public import QueueContracts

/// What makes one worker different from another: how it reads its messages, judges them and writes them into the
/// ledger.
///
/// Everything else (batches, inbox, retries, parking, settling, draining) is the lane's.
public protocol Worker: Sendable {
  associatedtype Message: Sendable
  associatedtype Proposal: Sendable
  associatedtype Ledger: Sendable
  associatedtype Keys: Sendable

  /// Who it is, as in `app_id` and `x-parked-by`: `intake`, `transfer`, `notify`.
  var name: String { get }
  /// The queue it consumes.
  var queue: String { get }

  /// Reads a body. Throws what the wire codec throws, or `.unknownType` for a contract that is not this worker's.
  func decode(type: String, body: Data) throws(WireError) -> Message

  /// Judges one message by rules over facts that it looks up. May run for several messages at once.
  ///
  /// - Throws: ``EnvironmentDown`` where no message could be judged now; anything else is a fault of this message alone.
  func judge(_ message: Received<Message>) async throws -> Judgement<Proposal>

  /// What ``decide(_:in:)`` reads and changes for these proposals, so that a batch is loaded at once.
  func keys(of proposals: [Proposal]) -> Keys

  /// Turns the proposal into effects on the ledger and messages to send. Runs inside the transaction: no waiting, no errors.
  func decide(_ proposal: Proposal, in ledger: inout Ledger) -> Ruling

  /// Where else what a message left in the store has to arrive; nil where nowhere.
  var sink: (any Sink)? { get }
}

extension Worker {
  public var sink: (any Sink)? { nil }
}

/// A place outside of the store and the queues that has to have what a message left in the store, such as the portal.
public protocol Sink: Sendable {
  /// Hands over what the message of this id left in the store.
  ///
  /// It happens after the commit and before the acknowledgement, and once more for a message that comes again, so that
  /// the sink has to know by an id of its own what it has already.
  ///
  /// - Parameter traceparent: the trace that the message belongs to, where it has one that can stand in a header of HTTP.
  /// - Returns: nil where it arrived; else what becomes of the message, for it will never be taken.
  /// - Throws: ``EnvironmentDown`` where it may be taken later.
  func handOver(_ message: MessageID, traceparent: String?) async throws -> Deferral?
}

/// A decoded message with what the lane knows about it.
public struct Received<Message: Sendable>: Sendable {
  public let id: MessageID
  public let body: Message
  /// How often it has waited in a retry queue (`x-attempt`), 0 the first time.
  public let attempt: Int

  public init(id: MessageID, body: Message, attempt: Int) {
    (self.id, self.body, self.attempt) = (id, body, attempt)
  }
}

/// What a worker says of one message before the store is asked.
public enum Judgement<Proposal: Sendable>: Sendable {
  case propose(Proposal)
  case `defer`(Deferral)
}

/// What became of one message in the ledger.
public enum Ruling: Sendable, Equatable {
  /// The effects are in the ledger; these messages follow from them (none where nothing has to be said).
  case record([Output])
  case `defer`(Deferral)
}

/// Why a message is not completed now.
public enum Deferral: Sendable, Equatable {
  /// It cannot be judged yet. `orPark` is the code it is parked with when its attempts are spent.
  case retry(reason: String, orPark: ParkingCode)
  /// A person must look. The detail names no person.
  case park(ParkingCode, detail: String)
}

/// A message that a decision sends through the exchange `admission`.
public struct Output: Sendable, Equatable, Codable {
  public var routingKey: String
  public var type: String
  public var applicationId: ApplicationID
  public var body: Data

  /// - Parameter routingKey: nil where it is the contract's name without its version.
  public init<Body: Contract>(_ body: Body, routingKey: String? = nil) {
    self.routingKey = routingKey ?? String(Body.type.prefix(upTo: Body.type.lastIndex(of: ".") ?? Body.type.endIndex))
    (type, applicationId, self.body) = (Body.type, body.applicationId, WireCodec.encode(body))
  }
}

/// One message cannot be judged or handed over now, although its neighbours can: it waits by the retry ladder.
public struct MessageHeldUp: Error, Sendable, Equatable {
  /// What it waits for, for an operator: `document store`.
  public let what: String
  public let detail: String

  public init(_ what: String, detail: String) {
    self.what = what
    self.detail = detail
  }
}

/// Something that every message needs is down: a store, a document service.
///
/// The lane pauses; no attempt is spent.
public struct EnvironmentDown: Error, Sendable, Equatable {
  /// What is down, for an operator: `document store`.
  public let what: String
  public let detail: String

  public init(_ what: String, detail: String) { (self.what, self.detail) = (what, detail) }
}
