public import QueueContracts

/// Which schools exist.
///
/// An unknown one is never a citizen's refusal, and never a default school.
public protocol SchoolDirectory: Sendable {
  func knows(_ bin: BIN) async throws -> Bool
}
