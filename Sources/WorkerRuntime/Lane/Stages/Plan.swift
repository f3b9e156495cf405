import QueueContracts

/// What replaces one delivery, and how it ended.
struct Plan: Sendable {
  let delivery: Delivery
  /// Nil if it has no id that is fit to be named.
  let messageId: MessageID?
  /// What is not confirmed yet.
  var publications: [Publication]
  let ending: Ending
  /// For an operator, unless it was completed or has no ids.
  var event: DeliveryEvent?
  /// True if it is a copy without what only the sender knows, because a whole one cannot be sent.
  var isReduced = false
  /// True if the broker itself shall park it, because its body was too large to be copied or sent.
  var isRejected = false
  let committed: Committed?

  typealias Ending = DeliveryEnding
}
