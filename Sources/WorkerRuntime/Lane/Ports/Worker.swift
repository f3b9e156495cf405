public import Foundation
public import QueueContracts

/// The part that differs between workers: how messages are read and judged, and what they change in the ledger.
///
/// The lane does everything else: batches, inbox, retries, parking, settling, draining.
public protocol Worker: Sendable {
  /// A decoded body.
  associatedtype Message: Sendable
  /// The result of judging: what to decide inside the transaction.
  associatedtype Proposal: Sendable
  /// The unit of work that decisions change.
  associatedtype Ledger: Sendable
  /// The keys of the rows that a ledger has to hold.
  associatedtype Keys: Sendable

  /// The worker's name, as in `app_id` and `x-parked-by`: `intake`, `transfer`, `notify`.
  var name: String { get }
  /// The work queue that the worker consumes.
  var queue: String { get }
  /// The name of the inbox that remembers messages of this type: the worker's name, to which a dot and a suffix may be
  /// added.
  ///
  /// Give a type its own inbox if the type's sender may know the ids of other senders' messages. In a shared inbox,
  /// that sender could publish a message with the id of another sender's message first. Then the other sender's message
  /// would count as handled.
  func inbox(of type: String?) -> String

  /// The inboxes of other messages whose outputs must not get the ids of the outputs of a message of this type.
  ///
  /// The ids of outputs follow from the input's id. If two senders use one id, the next worker would take the second
  /// message's output for a duplicate. So if the id is in one of these inboxes, the outputs get other ids.
  func otherInboxes(of type: String?) -> [String]
  /// The external copy of this worker's stored entries, such as the portal's history; nil if there is none.
  var sink: (any Sink)? { get }

  /// True if every message of this worker may have outputs while it waits.
  ///
  /// If this is false, only a message that could not be judged may have outputs while it waits. For other messages, the
  /// lane neither records nor looks up such outputs.
  var publishesWhileWaiting: Bool { get }

  /// Reads a body.
  ///
  /// - Throws: the error of the wire codec, or `.unknownType` for a type that this worker does not handle.
  func decode(type: String, body: Data) throws(WireError) -> Message

  /// Looks up facts about one message and judges it by rules.
  ///
  /// This function may run for several messages at once.
  ///
  /// - Parameter message: the decoded message.
  /// - Returns: the proposal to decide on inside the transaction.
  /// - Throws: `EnvironmentDown` if no message at all can be judged now; `MessageHeldUp`, `Deferred` or any other error
  ///   if only this message cannot be judged.
  func judge(_ message: Incoming<Message>) async throws -> Proposal

  /// Proposes a change of the ledger for a message that could not be judged; nil for no change.
  ///
  /// - Parameters:
  ///   - outcome: the message's outcome, unless ``decide(_:in:)`` returns another one.
  ///   - message: the message that could not be judged.
  /// - Returns: the proposal to decide on, or nil.
  func propose(_ outcome: Outcome, of message: Incoming<Message>) -> Proposal?

  /// Names the rows that ``decide(_:in:)`` reads and changes for these proposals; the store loads them together.
  func keys(of proposals: [Proposal]) -> Keys

  /// Changes the ledger as the proposal says, and returns the message's outcome.
  ///
  /// This function runs inside the transaction: it must not wait, and cannot fail.
  ///
  /// A message that is retried or parked may be decided again; the second decision must leave the same ledger. The
  /// outcomes *retry* and *park* may have outputs if the message could not be judged, or if ``publishesWhileWaiting`` is
  /// true.
  func decide(_ proposal: Proposal, in ledger: inout Ledger) -> Outcome
}

extension Worker {
  /// No external copy.
  public var sink: (any Sink)? { nil }
  /// False: only a message that could not be judged may have outputs while it waits.
  public var publishesWhileWaiting: Bool { false }
  /// The worker's name: one inbox for all types.
  public func inbox(of type: String?) -> String { name }
  /// None: the ids of all messages are compared in one inbox.
  public func otherInboxes(of type: String?) -> [String] { [] }
  /// Nil: a message that could not be judged changes nothing in the ledger.
  public func propose(_ outcome: Outcome, of message: Incoming<Message>) -> Proposal? { nil }
}

/// A decoded message with what the lane knows about its delivery.
public struct Incoming<Message: Sendable>: Sendable {
  /// The message's id.
  public let id: MessageID
  /// The decoded body.
  public let body: Message
  /// How often the message has waited in a retry queue (`x-attempt`), 0 the first time.
  public let attempt: Int
  /// The routing key by which the sender published the message; nil if the key is not known.
  public let routingKey: String?

  /// Creates a message, for the lane and for tests.
  public init(id: MessageID, body: Message, attempt: Int, routingKey: String? = nil) {
    self.id = id
    self.body = body
    self.attempt = attempt
    self.routingKey = routingKey
  }
}

/// An external copy of what messages leave in the store, such as the portal's service history.
public protocol Sink: Sendable {
  /// Forwards to the copy what this message left in the store.
  ///
  /// The lane calls this after the commit and before the acknowledgement, and once more if the message comes again. So
  /// the sink has to be idempotent.
  ///
  /// - Parameters:
  ///   - message: the message's id.
  ///   - traceparent: the message's header `traceparent`; nil if it is not well-formed.
  /// - Returns: nil if the sink has taken the changes; the message's outcome if the sink refuses them for good.
  /// - Throws: ``EnvironmentDown`` or ``MessageHeldUp`` if the sink may take the changes later.
  func forward(_ message: MessageID, traceparent: String?) async throws -> Outcome?
}

/// The error of one message that cannot be judged or forwarded now, although other messages can.
///
/// The message waits by the retry ladder.
public struct MessageHeldUp: Error, Sendable, Equatable {
  /// The thing that the message waits for, in an operator's words, for example `document store`.
  public let what: String
  /// The cause, without personal data.
  public let detail: String

  /// Creates the error.
  public init(_ what: String, detail: String) {
    self.what = what
    self.detail = detail
  }
}

/// The error of a message that cannot be judged.
///
/// It carries the message's outcome, which ``Worker/decide(_:in:)`` may replace if ``Worker/propose(_:of:)`` has made a
/// proposal.
public struct Deferred: Error, Sendable, Equatable {
  /// The outcome.
  public let outcome: Outcome

  /// Creates the error.
  public init(_ outcome: Outcome) { self.outcome = outcome }
}

/// The error of a service that every message needs and that is down, such as a store or a document service.
///
/// The lane pauses, and no message spends an attempt.
public struct EnvironmentDown: Error, Sendable, Equatable {
  /// The thing that is down, in an operator's words, for example `document store`.
  public let what: String
  /// The cause, without personal data.
  public let detail: String

  /// Creates the error.
  public init(_ what: String, detail: String) {
    self.what = what
    self.detail = detail
  }
}
