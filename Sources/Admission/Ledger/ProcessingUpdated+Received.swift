public import QueueContracts

extension ProcessingUpdated {
  /// The name from which the id of the update on a received application is derived (contract, section 3).
  public static let receivedName = "processing.updated#received"
}

extension MessageID {
  /// The id of the update that tells the family that the application in this message was received.
  public var received: MessageID { derived(ProcessingUpdated.receivedName) }
}
