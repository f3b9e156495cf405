/// The rights of a user of the board.
package enum BoardRole: String, Sendable, CaseIterable, Codable {
  /// The user may look at everything, with personal data masked.
  case reader
  /// The user may also pause, replay and discard, see others' actions, and see personal data for a reason that is
  /// recorded.
  case `operator`
  /// The user may look at everything and at others' actions, and see personal data for a reason that is recorded, but
  /// change nothing.
  case auditor
}
