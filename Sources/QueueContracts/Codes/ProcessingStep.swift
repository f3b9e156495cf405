/// Which part of the processing speaks (contract 4.7). Entries of the same moment are listed in this order.
public enum ProcessingStep: Int, Sendable, Codable, CaseIterable, Comparable {
  case intake = 10
  case passedDeadline = 15
  case transfer = 20
  case school = 30
  case withdrawal = 40

  public static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
