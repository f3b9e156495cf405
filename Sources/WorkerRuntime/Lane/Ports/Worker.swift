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
  /// The name of the inbox that remembers messages of this type.
  ///
  /// What a worker tells itself has one of its own: in the same one anybody could send another message under its id
  /// first, and it would count as handled.
  func inbox(of type: String?) -> String
  /// An external copy of what its messages leave in the store, such as the portal's history; nil if there is none.
  var sink: (any Sink)? { get }

  /// True if a message that waits may have outputs, by ``propose(_:of:)`` or ``decide(_:in:)``.
  var speaksWhileWaiting: Bool { get }

  /// Reads a body.
  ///
  /// - Throws: what the wire codec throws, or `.unknownType` for a contract that is not this worker's.
  func decode(type: String, body: Data) throws(WireError) -> Message

  /// Judges one message by rules over facts that it looks up. May run for several messages at once.
  ///
  /// - Throws: `EnvironmentDown` if no message could be judged now; `MessageHeldUp`, `Deferred` or anything else if this
  ///   message alone cannot.
  func judge(_ message: Incoming<Message>) async throws -> Proposal

  /// Proposes what the ledger has to know of a message that could not be judged; nil if it need not know.
  ///
  /// - Parameters:
  ///   - outcome: what becomes of the message unless ``decide(_:in:)`` says otherwise.
  ///   - message: the one that could not be judged.
  func propose(_ outcome: Outcome, of message: Incoming<Message>) -> Proposal?

  /// Names what ``decide(_:in:)`` reads and changes for these proposals, so that a batch is loaded at once.
  func keys(of proposals: [Proposal]) -> Keys

  /// Turns a proposal into effects on the ledger and the message's outcome. Runs inside the transaction: no waiting, no
  /// errors.
  ///
  /// An outcome that is not completed is decided again when the message comes again, and must leave the same ledger then;
  /// it may have outputs if the message could not be judged, or if the worker speaks while a message waits.
  func decide(_ proposal: Proposal, in ledger: inout Ledger) -> Outcome
}

extension Worker {
  public var sink: (any Sink)? { nil }
  public var speaksWhileWaiting: Bool { false }
  public func inbox(of type: String?) -> String { name }
  public func propose(_ outcome: Outcome, of message: Incoming<Message>) -> Proposal? { nil }
}

/// A decoded message with what the lane knows about it.
public struct Incoming<Message: Sendable>: Sendable {
  public let id: MessageID
  public let body: Message
  /// How often it has waited in a retry queue (`x-attempt`), 0 the first time.
  public let attempt: Int
  /// The routing key by which its sender published it; nil if that is not known.
  public let routingKey: String?

  public init(id: MessageID, body: Message, attempt: Int, routingKey: String? = nil) {
    self.id = id
    self.body = body
    self.attempt = attempt
    self.routingKey = routingKey
  }
}

/// An external copy of what messages leave in the store, such as the portal's service history.
public protocol Sink: Sendable {
  /// Forwards what the message of this id left in the store.
  ///
  /// It happens after the commit and before the acknowledgement, and once more for a message that comes again: the sink
  /// has to know by an id of its own what it has already.
  ///
  /// - Parameters:
  ///   - message: the id of the message.
  ///   - traceparent: the trace that the message belongs to, if it has one that can stand in a header of HTTP.
  /// - Returns: nil if it arrived; else what becomes of the message, because it will never be taken.
  /// - Throws: ``EnvironmentDown`` or ``MessageHeldUp`` if it may be taken later.
  func forward(_ message: MessageID, traceparent: String?) async throws -> Outcome?
}

/// One message cannot be judged or forwarded now, although its neighbours can: it waits by the retry ladder.
public struct MessageHeldUp: Error, Sendable, Equatable {
  /// What it waits for, for an operator: `document store`.
  public let what: String
  public let detail: String

  public init(_ what: String, detail: String) {
    self.what = what
    self.detail = detail
  }
}

/// One message cannot be judged, and this becomes of it unless the ledger says otherwise.
public struct Deferred: Error, Sendable, Equatable {
  public let outcome: Outcome

  public init(_ outcome: Outcome) { self.outcome = outcome }
}

/// Something that every message needs is down: a store, a document service.
///
/// The lane pauses; no attempt is spent.
public struct EnvironmentDown: Error, Sendable, Equatable {
  /// What is down, for an operator: `document store`.
  public let what: String
  public let detail: String

  public init(_ what: String, detail: String) {
    self.what = what
    self.detail = detail
  }
}
