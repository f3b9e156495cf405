public import QueueContracts

/// What one school has decided and has not, counted; names nobody.
public struct SchoolCount: Sendable, Equatable {
  /// The BIN, as the form writes it.
  public let school: String
  /// Applications of a time that wait for the school's decision.
  public var waiting = 0
  /// Applications of that time that the school has decided.
  public var answered = 0
  /// Those of them that were decided after the time by which the answer was due.
  public var answeredLate = 0
  /// Seconds from submission to decision, of half of the decided ones at most; nil if none is decided.
  public var medianSeconds: Int64?
  /// Seconds from submission to decision, of the slowest one; nil if none is decided.
  public var slowestSeconds: Int64?
  /// Applications of any time that wait for the school's decision though the answer was due.
  public var late = 0
  /// The time by which the longest late answer was due; nil if none is late.
  public var lateSince: Timestamp?

  /// Creates the count of a school that nothing is known of.
  public init(school: String) { self.school = school }
}
