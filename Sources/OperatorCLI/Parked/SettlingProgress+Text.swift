import Operations

extension SettlingProgress {
  /// For an end that is as good as was asked for.
  func sentence(_ action: Settling.Action) -> String {
    let done = "\(action.past) \(settled.counted("message"))."
    guard overLimit > 0 else { return done }
    return "\(done) By --limit, \(overLimit) of \(waiting) parked messages were not looked at."
  }

  /// Nil where everything was looked at that was to be.
  var failure: Failure? {
    guard missed > 0 else { return nil }
    return .couldNotBeDone(
      "\(missed) of \(waiting) parked messages were not looked at, for the broker gave none in time; run it again.")
  }
}
