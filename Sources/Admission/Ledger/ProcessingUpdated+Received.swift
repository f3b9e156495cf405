public import QueueContracts

extension ProcessingUpdated {
  /// The name from which the id of the update on a received application is derived (contract, section 3).
  public static let receivedName = "processing.updated#received"
}

extension MessageID {
  /// The id of the update that reports this message's application to the family as received.
  public var received: MessageID { derived(ProcessingUpdated.receivedName) }
}
