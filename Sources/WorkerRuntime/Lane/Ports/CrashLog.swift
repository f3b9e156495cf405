/// Remembers, durably, which messages each process has in hand, so that the one it dies of is found afterwards.
///
/// A note belongs to one message, one worker and one process. A note whose process is gone is a crash.
public protocol CrashLog: Sendable {
  /// Notes that this process begins to handle these messages.
  ///
  /// - Parameters:
  ///   - messages: their ids.
  ///   - worker: whose messages they are.
  ///   - alone: true if nothing else is handled by this process meanwhile.
  /// - Returns: the crashes of each message that has any. Notes of processes that may still live are not counted.
  func noteBeginning(of messages: [String], worker: String, alone: Bool) async throws(StoreError) -> [String: Crashes]
  /// Forgets this process's notes of these messages; if they are settled, those of all processes.
  func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError)
}

/// How often processes died while they handled a message.
public struct Crashes: Sendable, Equatable {
  /// Among others that may have been the cause.
  public var together: Int
  /// With nothing else in hand: the message is the cause.
  public var alone: Int

  public init(together: Int = 0, alone: Int = 0) {
    self.together = together
    self.alone = alone
  }
}
