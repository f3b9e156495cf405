public import QueueContracts

/// The way a delivery ended, for the log, metrics and tests.
public enum DeliveryEnding: Sendable, Equatable {
  /// The message was decided for the first time.
  case completed
  /// The message had been decided before; the recorded outputs went out once more.
  case repeated
  /// The message waits in a retry queue, for this reason.
  case retried(reason: String)
  /// The message is parked with this code.
  case parked(ParkingCode)
  /// A copy of the message is now at the end of its queue.
  case givenBack
}
