public import QueueContracts

/// A directory of the schools that exist.
///
/// An application for an unknown school is neither refused nor passed to another school; it is parked.
public protocol SchoolDirectory: Sendable {
  /// Tells whether the school exists.
  ///
  /// - Throws: an error if the directory cannot answer now.
  func knows(_ bin: BIN) async throws -> Bool
}
