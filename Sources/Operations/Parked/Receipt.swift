import Foundation
import QueueContracts
import WorkerRuntime

/// The record of a settled message: who took it out of the parked queue, when and why.
public struct Receipt: Encodable, Sendable {
  /// What was done.
  public let action: Settling.Action
  /// When.
  public let time: Timestamp
  /// By whom.
  public let `operator`: String
  /// Why.
  public let because: String
  /// The queue that it was parked from.
  public let queue: String
  /// The code of the reason why the message was parked.
  public let reason: String
  /// The message's id; nil if it has none.
  public let messageId: String?
  /// The application's id; nil if the message names none.
  public let applicationId: String?
  /// The time of parking; nil if the broker parked the message.
  public let parkedAt: Timestamp?

  /// Describes a message without naming a person.
  public init(_ action: Settling.Action, _ parked: ParkedMessage, time: Timestamp, person: String, because: String) {
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
