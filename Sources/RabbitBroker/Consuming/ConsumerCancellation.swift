/// The steps of ending a consumer's subscription.
enum ConsumerCancellation {
  case notAsked
  /// The cancellation is not yet written.
  case wanted
  /// The cancellation is written. The broker first sends what it had begun to send, so large bodies take time.
  case sent(patienceUntil: ContinuousClock.Instant)

  /// How long the thread may sleep: at most until the patience with the broker ends.
  func sleep(atMost longest: Duration) -> Duration {
    guard case .sent(let until) = self else { return longest }
    return min(longest, max(.zero, ContinuousClock.now.duration(to: until)))
  }
}
