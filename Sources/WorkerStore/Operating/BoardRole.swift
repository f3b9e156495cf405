/// The rights of a user of the board.
package enum BoardRole: String, Sendable, CaseIterable, Codable {
  /// The user may look at everything, with personal data masked.
  case reader
  /// The user may look at everything, see other users' actions, pause workers, and replay and discard messages.
  ///
  /// After giving a reason, which is recorded, the user may see personal data.
  case `operator`
  /// The user may look at everything and at other users' actions, but change nothing.
  ///
  /// After giving a reason, which is recorded, the user may see personal data.
  case auditor
}
