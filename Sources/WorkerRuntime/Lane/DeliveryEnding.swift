public import QueueContracts

/// How a delivery is told of in the log, in metrics and in tests.
public enum DeliveryEnding: Sendable, Equatable {
  case completed
  /// It had been decided before; the recorded outputs went out once more.
  case repeated
  case retried(reason: String)
  case parked(ParkingCode)
  /// A copy is in its queue again.
  case givenBack
}
