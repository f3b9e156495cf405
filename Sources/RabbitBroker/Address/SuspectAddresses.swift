import Synchronization
import WorkerRuntime

/// Addresses that have just failed: they are tried last for a while, because a node that stands still accepts a
/// connection and then costs the whole time-out of the login.
final class SuspectAddresses: Sendable {
  private static let memory = Duration.seconds(30)

  private let failures = Mutex<[String: ContinuousClock.Instant]>([:])

  func note(_ endpoint: String, at now: ContinuousClock.Instant = .now) {
    failures.withLock { $0[endpoint] = now }
  }

  /// Only where it was the node that failed, and not what was asked of it.
  func note(_ endpoint: String, after error: BrokerError) {
    if error.code == .unreachable || error.code == .notConfirmed { note(endpoint) }
  }

  /// The addresses in the order in which they are to be tried: at random, so that many workers spread over a cluster,
  /// and after those the suspects, the one that failed first before the others.
  func order(_ urls: [BrokerURL], at now: ContinuousClock.Instant = .now) -> [BrokerURL] {
    let failures = failures.withLock { $0 }
    func failure(_ url: BrokerURL) -> ContinuousClock.Instant? {
      failures[url.endpoint].flatMap { $0.advanced(by: Self.memory) > now ? $0 : nil }
    }
    let suspects = urls.filter { failure($0) != nil }.sorted { failure($0) ?? now < failure($1) ?? now }
    return urls.filter { failure($0) == nil }.shuffled() + suspects
  }
}
