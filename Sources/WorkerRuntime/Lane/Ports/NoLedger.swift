/// The ledger of a worker that stores nothing but its inbox.
///
/// The worker's outputs follow from each message alone.
public struct NoLedger: Sendable, Equatable {
  /// Keys that name no row.
  public struct Keys: Sendable, Equatable {
    /// Creates keys that name no row.
    public init() {}
  }

  /// Creates a ledger that holds nothing.
  public init() {}
}

extension Worker where Keys == NoLedger.Keys {
  /// Names no row.
  public func keys(of proposals: [Proposal]) -> NoLedger.Keys { NoLedger.Keys() }
}

extension Worker where Proposal == Message {
  /// Proposes the message as it came, because no fact has to be looked up.
  public func judge(_ message: Incoming<Message>) async throws -> Message { message.body }
}
