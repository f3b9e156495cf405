import QueueContracts

/// The model of the page *Now*, made from a snapshot.
struct NowModel: Sendable {
  let problems: Problems
  let figures: NowFigures
  let flow: FlowModel
  let health: HealthModel

  init(_ snapshot: Snapshot, now: Timestamp) {
    problems = Problems(snapshot)
    flow = FlowModel(snapshot, now: now)
    figures = NowFigures(snapshot, now: now)
    health = HealthModel(snapshot)
  }

  /// The sentences which say that the broker or the store does not answer.
  struct Problems: Sendable {
    let lines: [String]

    init(_ snapshot: Snapshot) {
      var lines: [String] = []
      if let since = snapshot.brokerSilentSince {
        lines.append(
          "The broker does not answer; this began at \(Moment(since).text). The queues are shown as they were before.")
      }
      if let since = snapshot.storeSilentSince {
        lines.append("The store does not answer; this began at \(Moment(since).text).")
      }
      self.lines = lines
    }
  }
}

/// The few numbers at the top of the page.
struct NowFigures: Sendable {
  struct Figure: Sendable {
    let label: String
    let value: String
    let note: String
    let isBad: Bool
    /// The path of the page with more about the number; nil if there is no such page.
    let path: String?
  }

  let figures: [Figure]

  init(_ snapshot: Snapshot, now: Timestamp) {
    let parked = snapshot.queues.filter { QueueName.isParked($0.key) }.map(\.value.waiting).reduce(0, +)
    let unrouted = snapshot.queues[QueueName.unrouted]?.waiting ?? 0
    var figures: [Figure] = []
    if let facts = snapshot.register {
      figures.append(Self.waits("Judged within", facts.told))
      figures.append(Self.waits("Ended within", facts.ended))
      figures.append(
        Figure(
          label: "Late", value: Figures.count(facts.late),
          note: facts.dueSoon == 0 ? "none due within a day" : "\(Figures.count(facts.dueSoon)) due within a day",
          isBad: facts.late > 0, path: Page.Place.overdue.path))
      figures.append(Self.forecast(facts, now))
    }
    figures.append(
      Figure(
        label: "Parked", value: Figures.count(parked), note: "wait for a person", isBad: parked > 0,
        path: Page.Place.parked.path))
    if unrouted > 0 {
      figures.append(
        Figure(
          label: "Unrouted", value: Figures.count(unrouted), note: "no queue was bound for them", isBad: true, path: nil
        ))
    }
    self.figures = figures
  }

  private static func waits(_ label: String, _ waits: Waits) -> Figure {
    guard let half = waits.percentile(0.5), let most = waits.percentile(0.99) else {
      return Figure(label: label, value: "–", note: "nothing in the last hour", isBad: false, path: nil)
    }
    return Figure(
      label: label, value: Figures.duration(half),
      note: "half of \(Figures.count(waits.count)); 99 % within \(Figures.duration(most))", isBad: false, path: nil)
  }

  private static func forecast(_ facts: RegisterFacts, _ now: Timestamp) -> Figure {
    let forecast = Forecast(deadlines: facts.deadlines, perHour: Double(facts.endedInDay) / 24, at: now)
    let label = "Will be late"
    guard forecast.waiting > 0 else {
      return Figure(label: label, value: "0", note: "nobody waits for an answer", isBad: false, path: nil)
    }
    guard forecast.pace > 0 else {
      return Figure(
        label: label, value: "–", note: "\(Figures.count(forecast.waiting)) wait; no answers in a day, so no pace",
        isBad: true, path: nil)
    }
    let first = forecast.firstMissed.map { "; the first on \($0.day)" } ?? ""
    return Figure(
      label: label, value: Figures.count(forecast.missed),
      note: "of \(Figures.count(forecast.waiting)), at \(Figures.decimal(forecast.pace, 1)) answers an hour\(first)",
      isBad: forecast.missed > 0, path: nil)
  }
}

/// The lines in which the workers describe their state.
struct HealthModel: Sendable {
  struct Worker: Sendable {
    let name: String
    let isReady: Bool
    let lines: [String]
  }

  let workers: [Worker]
  let isUnknown: Bool

  init(_ snapshot: Snapshot) {
    workers = snapshot.workers.map { Worker(name: $0.name, isReady: $0.isReady, lines: $0.lines) }
    isUnknown = workers.isEmpty
  }
}
