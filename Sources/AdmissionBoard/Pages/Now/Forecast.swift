import QueueContracts

/// How many of the nearest deadlines will pass without an answer, if answers go on at the pace of the last day.
struct Forecast: Sendable, Equatable {
  /// The number of unanswered applications that the forecast covers.
  let waiting: Int
  /// The number of answers per hour.
  let pace: Double
  let missed: Int
  let firstMissed: Timestamp?

  /// Assumes that answers come at an even pace, in the order of the deadlines.
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
