import QueueContracts
import Synchronization

/// Bounds how many messages of one sender a process parks within an hour (`PARKED_HOURLY_LIMIT`).
///
/// So one sender's bad messages cannot fill the parked queues and hide other senders' messages.
///
/// A message over the limit waits by the retry ladder and is parked when its waits are spent, so nothing is lost.
package final class ParkedQuota: Sendable {
  private static let span = Duration.seconds(3600)

  private let hourlyLimit: Int
  /// For each sender, the times at which messages were parked in the last hour, the latest last.
  ///
  /// At most `hourlyLimit` times are kept for a sender.
  private let parked = Mutex<[SenderName: [ContinuousClock.Instant]]>([:])

  /// Creates an unspent quota.
  ///
  /// - Parameter hourlyLimit: the number of messages; 0 for any number.
  package init(hourlyLimit: Int) { self.hourlyLimit = hourlyLimit }

  /// Counts one more message of the sender, if it may be parked now.
  ///
  /// - Returns: false if the quota is spent.
  func consume(_ sender: SenderName, at now: ContinuousClock.Instant) -> Bool {
    guard hourlyLimit > 0 else { return true }
    return parked.withLock { parked in
      var times = parked[sender, default: []]
      times.removeFirst(times.firstIndex { $0.advanced(by: Self.span) > now } ?? times.count)
      let hasRoom = times.count < hourlyLimit
      if hasRoom { times.append(now) }
      parked[sender] = times
      return hasRoom
    }
  }

  /// Turns the outcome *park* into *retry* if the sender's quota is spent; keeps other outcomes.
  ///
  /// - Parameters:
  ///   - item: the message with its outcome.
  ///   - queue: the queue in which the message arrived.
  ///   - retries: the ladder by which the message would wait.
  ///   - now: the time.
  /// - Returns: the message, with the new outcome or with its own.
  func limiting(
    _ item: Committed, of queue: String, by retries: RetryLadder, at now: ContinuousClock.Instant
  ) -> Committed {
    let isLastTry = retries.wait(after: item.delivery.attempt) == nil
    switch item.outcome {
    case .completed: return item
    case .retry where !isLastTry: return item
    case .retry, .park:
      guard !consume(SenderName(of: item.delivery), at: now) else { return item }
    }
    // A message whose waits are spent is parked with its own reason, even if the quota is spent.
    guard case .park(let code, _, let outputs) = item.outcome, !isLastTry, code != .deliveryPoison,
      item.delivery.mayWait(in: queue)
    else { return item }
    var item = item
    item.outcome = .retry(reason: Quota.parked.reason, orPark: code, outputs)
    return item
  }
}

extension Delivery {
  /// True if a copy of the message may wait in a retry queue.
  ///
  /// Two kinds of messages may not wait: one whose body was too large to be kept, and one whose original routing key is
  /// not known. The copy would state that key, and the worker would trust it. The key is known only of a message that
  /// came through `admission`, or through `admission.aside` with the queue's name as its key.
  fileprivate func mayWait(in queue: String) -> Bool {
    guard omittedBodyBytes == nil else { return false }
    return exchange == ExchangeName.admission || (ExchangeName.isAside(exchange) && routingKey == queue)
  }
}
