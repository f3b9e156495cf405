/// An actor that lives on a ``ConnectionThread`` and is given a turn after everything that may have moved its socket.
protocol ThreadResident: Actor {
  /// Reads what has arrived, writes what is waiting, and says what to wait for next. Must not block.
  ///
  /// - Parameter isReadable: true if the socket has something, so that nobody need ask it once more.
  func pump(isReadable: Bool) -> PollInterest
}

/// What a thread waits for, besides being woken.
struct PollInterest: Sendable {
  /// -1: nothing but being woken.
  var descriptor: Int32 = -1
  var wantsToWrite = false
  /// nil: for ever.
  var timeout: Duration?

  static let nothing = PollInterest()

  /// Whole milliseconds as `poll` takes them, rounded up so that it does not spin just before the time.
  var timeoutMilliseconds: Int32 {
    guard let timeout else { return -1 }
    let parts = timeout.components
    guard parts.seconds < 3600 else { return 3_600_000 }
    let milliseconds = parts.seconds * 1000 + (parts.attoseconds + 999_999_999_999_999) / 1_000_000_000_000_000
    return Int32(max(0, milliseconds))
  }
}
