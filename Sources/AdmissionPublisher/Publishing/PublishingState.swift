import Synchronization
import WorkerRuntime

/// Why the broker holds publishers back; nil while it does not.
///
/// The broker's thread says so, hence no actor.
final class Blockage: Sendable {
  private let state = Mutex<String?>(nil)

  var reason: String? {
    get { state.withLock(\.self) }
    set { state.withLock { $0 = newValue } }
  }
}

/// What the last try came to; the caller who stops waiting reads it while the work may still go on.
final class LastFailure: Sendable {
  private let state = Mutex<BrokerError?>(nil)

  var error: BrokerError? {
    get { state.withLock(\.self) }
    set { state.withLock { $0 = newValue } }
  }
}
