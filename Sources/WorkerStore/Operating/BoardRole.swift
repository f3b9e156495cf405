/// The rights of a user of the board.
package enum BoardRole: String, Sendable, CaseIterable, Codable {
  /// The user may look at everything, with personal data masked.
  case reader
  /// The user may also act: pause, replay, discard; and see personal data for a reason that is recorded, and others'
  /// actions.
  case `operator`
  /// The user may look at everything, at personal data for a reason that is recorded, and at others' actions; may
  /// change nothing.
  case auditor
}
