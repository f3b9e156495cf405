import QueueContracts
import Synchronization

/// Bounds how many messages of one sender a process parks within an hour (`PARKED_HOURLY_LIMIT`), so that nobody's
/// garbage fills the parked queues at will and hides what others have there.
///
/// What is over the limit waits by the retry ladder, and is parked when its waits are spent: nothing is lost.
public final class ParkedQuota: Sendable {
  private static let span = Duration.seconds(3600)

  private let hourlyLimit: Int
  /// When messages of each sender were parked, the latest last; of the last hour alone, and no more than the limit.
  private let parked = Mutex<[SenderName: [ContinuousClock.Instant]]>([:])

  /// - Parameter hourlyLimit: 0 for any number.
  public init(hourlyLimit: Int) { self.hourlyLimit = hourlyLimit }

  /// True if one more of the sender's messages may be parked now; then it is counted.
  func admits(_ sender: SenderName, at now: ContinuousClock.Instant) -> Bool {
    guard hourlyLimit > 0 else { return true }
    return parked.withLock { parked in
      var times = parked[sender, default: []]
      times.removeFirst(times.firstIndex { $0.advanced(by: Self.span) > now } ?? times.count)
      let isAdmitted = times.count < hourlyLimit
      if isAdmitted { times.append(now) }
      parked[sender] = times
      return isAdmitted
    }
  }

  /// Lets a message wait that would be parked over the limit; any other stays as it is.
  ///
  /// - Parameter queue: where it came to.
  func limiting(
    _ item: Committed, of queue: String, by retries: RetryLadder, at now: ContinuousClock.Instant
  ) -> Committed {
    let isLastTry = retries.wait(after: item.delivery.attempt) == nil
    switch item.outcome {
    case .completed: return item
    case .retry where !isLastTry: return item
    case .retry, .park:
      guard !admits(SenderName(of: item.delivery), at: now) else { return item }
    }
    // Of what has waited for too long, parked it is whatever the quota says, with its own reason.
    guard case .park(let code, _, let outputs) = item.outcome, !isLastTry, code != .deliveryPoison,
      item.delivery.mayWait(in: queue)
    else { return item }
    var item = item
    item.outcome = .retry(reason: Quota.parked.reason, orPark: code, outputs)
    return item
  }
}

extension Delivery {
  /// True if a copy that comes back from a retry queue is trusted with no more than the delivery is.
  ///
  /// Without its body there is nothing to copy. And what did not come by one of the ways of our own has no routing key
  /// that the copy could say it came by: it would be taken for what a worker has put aside.
  fileprivate func mayWait(in queue: String) -> Bool {
    guard omittedBodyBytes == nil else { return false }
    return exchange == ExchangeName.admission || (ExchangeName.isAside(exchange) && routingKey == queue)
  }
}
