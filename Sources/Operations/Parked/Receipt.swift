import Foundation
import QueueContracts
import WorkerRuntime

/// The record of a parked message that was replayed or discarded: by whom, when and why.
public struct Receipt: Encodable, Sendable {
  /// The action.
  public let action: Unparking.Action
  /// The time of the action.
  public let time: Timestamp
  /// The operator's name.
  public let `operator`: String
  /// The operator's reason.
  public let because: String
  /// The queue that the message was parked from.
  public let queue: String
  /// The code of the reason why the message was parked.
  public let reason: String
  /// The message's id; nil if it has none.
  public let messageId: String?
  /// The application's id; nil if the message names none.
  public let applicationId: String?
  /// The time of parking; nil if the broker parked the message.
  public let parkedAt: Timestamp?

  /// Makes the record of an action, without the message's personal data.
  public init(_ action: Unparking.Action, _ parked: ParkedMessage, time: Timestamp, person: String, because: String) {
    let listing = ParkedListing(parked)
    self.action = action
    self.time = time
    self.operator = person
    self.because = because
    queue = listing.queue
    reason = listing.reason
    messageId = listing.messageId
    applicationId = listing.applicationId
    parkedAt = listing.parkedAt
  }
}
