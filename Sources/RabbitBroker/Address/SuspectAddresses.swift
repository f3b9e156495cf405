import Synchronization
import WorkerRuntime

/// The addresses that have just failed, which are tried last for a while.
///
/// A frozen node accepts connections but answers no login, so each attempt would take the whole time-out of the login.
final class SuspectAddresses: Sendable {
  private static let memory = Duration.seconds(30)

  private let failures = Mutex<[String: ContinuousClock.Instant]>([:])

  func note(_ endpoint: String, at now: ContinuousClock.Instant = .now) {
    failures.withLock { $0[endpoint] = now }
  }

  /// Notes the address if the error means a failure of the node; a refused request does not count.
  func note(_ endpoint: String, after error: BrokerError) {
    if error.code == .unreachable || error.code == .notConfirmed { note(endpoint) }
  }

  /// The addresses in the order in which to try them.
  ///
  /// Addresses without a recent failure come first, at random, so that many workers spread over a cluster. Addresses
  /// with a recent failure follow, the earliest failure first.
  func order(_ urls: [BrokerURL], at now: ContinuousClock.Instant = .now) -> [BrokerURL] {
    let failures = failures.withLock { $0 }
    func failure(_ url: BrokerURL) -> ContinuousClock.Instant? {
      failures[url.endpoint].flatMap { $0.advanced(by: Self.memory) > now ? $0 : nil }
    }
    let suspects = urls.filter { failure($0) != nil }.sorted { failure($0) ?? now < failure($1) ?? now }
    return urls.filter { failure($0) == nil }.shuffled() + suspects
  }
}
