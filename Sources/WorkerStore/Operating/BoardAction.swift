package import QueueContracts

/// An audit row of the board: what one user did or looked at.
///
/// The row names messages, applications and queues by their ids and holds nothing personal.
package struct BoardAction: Sendable, Equatable {
  /// The row's number, larger than those of earlier rows; 0 until the row is stored.
  package let number: Int64
  package let time: Timestamp
  /// The user's name.
  package let who: String
  /// The user's role at that time, which tells what was allowed then.
  package let role: String
  /// The action, in one word.
  package let action: String
  /// The ids that the action was about.
  package let target: String
  /// The reason, in the user's words.
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
