import Foundation
import QueueContracts
import WorkerRuntime

/// What remains of a settled message: who took it out of the parked queue, when and why.
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
  /// Why it was parked: the code.
  public let reason: String
  /// Nil if it has none.
  public let messageId: String?
  /// Nil if it names none.
  public let applicationId: String?
  /// Nil if the broker parked it.
  public let parkedAt: Timestamp?

  /// Names the message by what names no person.
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
