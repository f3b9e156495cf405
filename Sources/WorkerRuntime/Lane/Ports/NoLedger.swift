/// The ledger of a worker that keeps nothing: what it says follows from each message alone, and its inbox remembers it.
public struct NoLedger: Sendable, Equatable {
  /// Names nothing.
  public struct Keys: Sendable, Equatable {
    public init() {}
  }

  public init() {}
}

extension Worker where Keys == NoLedger.Keys {
  /// Names nothing.
  public func keys(of proposals: [Proposal]) -> NoLedger.Keys { NoLedger.Keys() }
}

extension Worker where Proposal == Message {
  /// Proposes the message as it came: no fact has to be looked up.
  public func judge(_ message: Incoming<Message>) async throws -> Message { message.body }
}
