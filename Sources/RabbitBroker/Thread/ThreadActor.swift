/// An actor that runs on a ``ConnectionThread``.
///
/// The thread calls the actor's `pump` after each event that may have changed its socket.
protocol ThreadActor: Actor {
  /// Reads what has arrived, writes what is waiting, and says what to wait for next.
  ///
  /// The function must not block.
  ///
  /// - Parameter isReadable: true if `poll` has reported bytes to read, so that the actor need not poll the socket
  ///   again.
  /// - Returns: the events that the thread waits for, and the longest wait.
  func pump(isReadable: Bool) -> PollInterest
}

/// The events that a thread waits for, besides a call of ``WakePipe/wake()``.
struct PollInterest: Sendable {
  /// The socket; -1 for none.
  var descriptor: Int32 = -1
  var wantsToWrite = false
  /// The longest wait; nil for no limit.
  var timeout: Duration?

  static let nothing = PollInterest()

  /// The time-out for `poll`, in milliseconds; -1 for no limit.
  ///
  /// It is rounded up, so that the loop does not spin in the last millisecond.
  var timeoutMilliseconds: Int32 {
    guard let timeout else { return -1 }
    let parts = timeout.components
    guard parts.seconds < 3600 else { return 3_600_000 }
    let milliseconds = parts.seconds * 1000 + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(max(0, milliseconds))
  }
}
