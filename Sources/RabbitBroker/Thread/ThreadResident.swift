/// An actor that lives on a ``ConnectionThread`` and gets a turn (a call of its `pump`) after everything that may have
/// changed its socket.
protocol ThreadResident: Actor {
  /// Reads what has arrived, writes what is waiting, and says what to wait for next.
  ///
  /// Must not block.
  ///
  /// - Parameter isReadable: true if the socket has something, so that it need not be asked again.
  /// - Returns: the events and the time that the thread waits for.
  func pump(isReadable: Bool) -> PollInterest
}

/// The events that a thread waits for, besides being woken.
struct PollInterest: Sendable {
  /// The socket; -1 for none.
  var descriptor: Int32 = -1
  var wantsToWrite = false
  /// The longest wait; nil for ever.
  var timeout: Duration?

  static let nothing = PollInterest()

  /// The time-out in whole milliseconds as `poll` takes it, rounded up so that the loop does not spin just before the
  /// time.
  var timeoutMilliseconds: Int32 {
    guard let timeout else { return -1 }
    let parts = timeout.components
    guard parts.seconds < 3600 else { return 3_600_000 }
    let milliseconds = parts.seconds * 1000 + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(max(0, milliseconds))
  }
}
