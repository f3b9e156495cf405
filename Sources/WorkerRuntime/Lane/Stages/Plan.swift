import QueueContracts

/// The messages that replace one delivery, and how the delivery ended.
struct Plan: Sendable {
  let delivery: Delivery
  /// The message's id; nil if the id is missing or invalid.
  let messageId: MessageID?
  /// The messages that the broker has not confirmed yet.
  var publications: [Publication]
  let ending: Ending
  /// The audit row; nil if the message was completed, or has no message id or no application id.
  var event: DeliveryEvent?
  /// True if the copy in ``publications`` has only what a worker reads, because a whole copy cannot be sent.
  var isReduced = false
  /// True if the broker itself has to park the delivery, because its body is too large to be copied or sent.
  var isRejected = false
  let committed: Committed?

  typealias Ending = DeliveryEnding
}
