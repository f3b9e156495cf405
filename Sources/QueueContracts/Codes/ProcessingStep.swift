/// Which part of the processing speaks (contract 4.7).
///
/// Entries of the same moment are listed in this order.
public enum ProcessingStep: Int, Sendable, Codable, CaseIterable, Comparable {
  /// An application that waits, or is parked, was entered in the register.
  case received = 5
  case intake = 10
  case passedDeadline = 15
  case transfer = 20
  case school = 30
  case withdrawal = 40

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }

  public init(from decoder: any Decoder) throws {
    // Foundation's own error for 10.5 or 1e99 does not say where; this one does.
    guard let number = try? decoder.singleValueContainer().decode(Int.self), let step = Self(rawValue: number) else {
      throw decoder.wrong("a step of version 1")
    }
    self = step
  }
}
