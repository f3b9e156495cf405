import Synchronization
import WorkerRuntime

/// The reason why the broker blocks publishers; nil while the broker takes messages.
///
/// It is not an actor, because the publisher sets it in a callback that cannot wait.
final class Blockage: Sendable {
  private let state = Mutex<String?>(nil)

  var reason: String? {
    get { state.withLock(\.self) }
    set { state.withLock { $0 = newValue } }
  }
}

/// The failure of the last try to publish.
///
/// Two tasks share the value: the task that publishes writes it, and a caller whose time is up reads it.
final class LastFailure: Sendable {
  private let state = Mutex<BrokerError?>(nil)

  var error: BrokerError? {
    get { state.withLock(\.self) }
    set { state.withLock { $0 = newValue } }
  }
}
