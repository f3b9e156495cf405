public import QueueContracts

extension ProcessingUpdated {
  /// What the id of the update is derived from that says that an application was received (contract, section 3).
  public static let receivedName = "processing.updated#received"
}

extension MessageID {
  /// The id of the update that says that the application of this message was received.
  public var received: MessageID { derived(ProcessingUpdated.receivedName) }
}
