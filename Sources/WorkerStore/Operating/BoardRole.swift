/// What a user of the board may do.
package enum BoardRole: String, Sendable, CaseIterable, Codable {
  /// Looks at everything, with personal data masked.
  case reader
  /// Acts as well: pauses, replays, discards; sees personal data for a reason that is noted.
  case `operator`
  /// Looks at everything, at personal data for a reason that is noted, and at what others have done; changes nothing.
  case auditor
}
