import Operations

extension UnparkingProgress {
  /// The sentence about a run without a failure.
  func sentence(_ action: Unparking.Action) -> String {
    let done = "\(action.past) \(unparked.counted("message"))."
    guard overLimit > 0 else { return done }
    return "\(done) Because of --limit, \(overLimit) of \(waiting) parked messages were not looked at."
  }

  /// The failure of a run; nil if all messages within the limit were looked at.
  var failure: Failure? {
    guard missed > 0 else { return nil }
    return .couldNotBeDone(
      "The broker did not deliver \(missed) of \(waiting) parked messages in time; run the command again to reach them."
    )
  }
}
