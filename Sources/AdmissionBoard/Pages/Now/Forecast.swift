import QueueContracts

/// How many of the nearest deadlines pass without an answer, if it goes on as in the last day.
struct Forecast: Sendable, Equatable {
  /// Applications that wait for an answer and were looked at.
  let waiting: Int
  /// Answers an hour.
  let pace: Double
  let missed: Int
  let firstMissed: Timestamp?

  /// The answers are given in the order of their deadlines, one after another, at that pace.
  init(deadlines: [Timestamp], perHour pace: Double, at now: Timestamp) {
    waiting = deadlines.count
    self.pace = pace
    guard pace > 0 else {
      (missed, firstMissed) = (0, nil)
      return
    }
    let late = deadlines.enumerated().filter { number, deadline in
      let answered = Double(now.milliseconds) + Double(number + 1) / pace * 3_600_000
      return answered > Double(deadline.milliseconds)
    }
    missed = late.count
    firstMissed = late.first?.element
  }
}
