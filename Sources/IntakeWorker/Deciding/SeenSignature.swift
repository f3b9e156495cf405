import Admission
import Synchronization

/// The facts about a submission's signature that were found before judging had to stop.
///
/// Judging can stop for many reasons that tell nothing about the signature: a register that is away, a document store
/// that fails, a time-out. A family that has to wait is told the child's name only if somebody has signed the form.
final class SeenSignature: Sendable {
  private let signed = Mutex<Facts?>(nil)

  func note(_ facts: Facts) { signed.withLock { $0 = facts } }

  /// The facts; nil if the signature has not been judged.
  var facts: Facts? { signed.withLock { $0 } }
}
