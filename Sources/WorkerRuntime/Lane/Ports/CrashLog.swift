/// Remembers durably which messages each process has in hand, so that a message that kills the process is found
/// afterwards.
///
/// A note belongs to one message, one worker and one process. If the process is gone, the note means a crash.
public protocol CrashLog: Sendable {
  /// Notes that this process begins to handle these messages.
  ///
  /// - Parameters:
  ///   - messages: the messages' names.
  ///   - worker: the worker that handles them.
  ///   - alone: true if this process handles nothing else at the same time.
  /// - Returns: the crashes of each message that has any; notes of processes that may still live do not count.
  /// - Throws: ``StoreError``.
  func noteBeginning(of messages: [String], worker: String, alone: Bool) async throws(StoreError) -> [String: Crashes]
  /// Deletes this process's notes of these messages; if the messages are settled, the notes of all processes.
  func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError)
}

/// The number of times that processes died while they handled a message.
public struct Crashes: Sendable, Equatable {
  /// Deaths with other messages in hand that may have been the cause.
  public var together: Int
  /// Deaths with nothing else in hand: the message is the cause.
  public var alone: Int

  /// Creates counts, each 0 or more.
  public init(together: Int = 0, alone: Int = 0) {
    self.together = together
    self.alone = alone
  }
}
