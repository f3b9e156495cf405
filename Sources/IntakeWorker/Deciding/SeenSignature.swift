import Admission
import Synchronization

/// What has been found out about a submission's signature before judging could go no further.
///
/// Judging ends in many ways that tell nothing of it: a register that is away, a document store that fails, a time-out.
/// Whoever waits is told of a child by name only if somebody has signed the form.
final class SeenSignature: Sendable {
  private let signed = Mutex<Facts?>(nil)

  func note(_ facts: Facts) { signed.withLock { $0 = facts } }

  /// Nil if it has not been judged.
  var facts: Facts? { signed.withLock { $0 } }
}
