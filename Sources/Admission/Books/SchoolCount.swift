public import QueueContracts

/// The numbers of applications that one school has decided, and of those that wait for its decision.
///
/// An application waits once the school was asked. It is decided by the school's first decision, whatever becomes of it
/// later: a correction, or a place that is given back. No person is named.
public struct SchoolCount: Encodable, Sendable, Equatable {
  /// The school's BIN, as the form writes it.
  public let school: String
  /// The number of applications, submitted in the time span of the query, that wait for the school's decision.
  public var waiting = 0
  /// The number of applications, submitted in the time span of the query, that the school has decided.
  public var answered = 0
  /// The number of the ``answered`` applications whose first decision came after the answer was due.
  public var answeredLate = 0
  /// The median time from submission to first decision, in seconds; nil if no application is decided.
  public var medianSeconds: Int64?
  /// The longest time from submission to first decision, in seconds; nil if no application is decided.
  public var slowestSeconds: Int64?
  /// The number of applications, whenever submitted, for which the school's decision is overdue.
  public var late = 0
  /// The earliest of the times at which the late answers were due; nil if no answer is late.
  public var lateSince: Timestamp?

  /// Creates the count of a school without applications.
  public init(school: String) { self.school = school }
}
