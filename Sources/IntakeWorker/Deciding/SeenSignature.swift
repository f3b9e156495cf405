import Admission
import Synchronization

/// The facts about a submission's signature, kept in case a later step of judging fails.
///
/// Judging can stop for reasons that have nothing to do with the signature: an unavailable register, a failing document
/// store, a time-out. The entry that tells the family to wait names the child only if somebody is known to have signed
/// the form.
final class SeenSignature: Sendable {
  private let signed = Mutex<Facts?>(nil)

  func note(_ facts: Facts) { signed.withLock { $0 = facts } }

  /// The facts; nil if the signature has not been verified.
  var facts: Facts? { signed.withLock { $0 } }
}
