/// How far `parked replay` or `parked discard` came.
struct SettlingProgress: Equatable {
  var settled = 0
  /// How many were parked when their queue's turn came.
  var waiting = 0
  /// Those of the waiting that were not to be looked at.
  var overLimit = 0
  /// Those of the waiting that were to be looked at and did not come.
  var missed = 0
  /// The operator was told of it.
  var isNoteLost = false

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
