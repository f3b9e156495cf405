public import QueueContracts

/// A directory of the schools that exist.
///
/// An unknown school is never a citizen's refusal, and never a default school.
public protocol SchoolDirectory: Sendable {
  /// Tells whether the school exists.
  ///
  /// - Throws: an error if the directory cannot answer now.
  func knows(_ bin: BIN) async throws -> Bool
}
