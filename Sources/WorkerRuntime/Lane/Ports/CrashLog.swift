/// Keeps notes of the suspect messages that each process has in hand.
///
/// The notes are durable, so a message that kills its process is found afterwards.
///
/// A note belongs to one message, one worker and one process. If that process is gone, the note means a crash.
public protocol CrashLog: Sendable {
  /// Notes that this process begins to handle these messages.
  ///
  /// - Parameters:
  ///   - messages: the messages' names in the crash log, mostly their ids.
  ///   - worker: the worker that handles them.
  ///   - alone: true if this process handles nothing else at the same time.
  /// - Returns: the crashes by message; a message without a crash is left out. A note counts as a crash only if its
  ///   process is gone.
  /// - Throws: ``StoreError``.
  func noteBeginning(of messages: [String], worker: String, alone: Bool) async throws(StoreError) -> [String: Crashes]
  /// Deletes this process's notes of these messages, or every process's notes if the messages are settled.
  func noteEnd(of messages: [String], worker: String, settled: Bool) async throws(StoreError)
}

/// The number of times that processes died while they handled a message.
public struct Crashes: Sendable, Equatable {
  /// The deaths of processes with other messages in hand, which may have been the cause.
  public var together: Int
  /// The deaths of processes with nothing else in hand, so this message is the cause.
  public var alone: Int

  /// Creates counts, each 0 or more.
  public init(together: Int = 0, alone: Int = 0) {
    self.together = together
    self.alone = alone
  }
}
