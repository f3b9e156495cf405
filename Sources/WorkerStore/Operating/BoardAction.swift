package import QueueContracts

/// What somebody has done or looked at on the board.
///
/// It names messages, applications and queues by their ids and holds nothing personal.
package struct BoardAction: Sendable, Equatable {
  /// Counts up; 0 until it is kept.
  package let number: Int64
  package let time: Timestamp
  /// Who has done it.
  package let who: String
  /// As which role, so that what was allowed then can be told later.
  package let role: String
  /// What was done, in one word.
  package let action: String
  /// The ids that it was done to.
  package let target: String
  /// Why, in the words of who has done it.
  package let reason: String

  package init(
    number: Int64 = 0, time: Timestamp, who: String, role: String, action: String, target: String, reason: String
  ) {
    self.number = number
    self.time = time
    self.who = who
    self.role = role
    self.action = action
    self.target = target
    self.reason = reason
  }
}
