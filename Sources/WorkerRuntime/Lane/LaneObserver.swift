import WorkerBase
import CoreMetrics
import Logging
import QueueContracts
import Synchronization

/// Reports what a lane does: on the health pages, in the log and in metrics.
///
/// The reports never repeat the content of a message.
final class LaneObserver: Sendable {
  private let lane: Int
  private let health: Health
  private let logger: Logger
  private let metrics: LaneMetrics
  private let alerts: AlertLimiter
  private let finished = Atomic<Int>(0)
  private let onSettled: @Sendable ([Plan]) -> Void
  private let now = Mutex(Now())

  /// What the tracks of the lane are doing now.
  private struct Now {
    /// The number of deliveries in hand.
    var deliveries = 0
    /// The number of outages that tracks wait out.
    var outages = 0
    /// The number of tracks that wait at the ``HandlingGate``.
    var gateWaits = 0
    /// The state of the lane, apart from waits at the gate.
    var state = Health.LaneState.starting

    /// The state to report: a wait at the gate matters only while the lane would consume otherwise.
    var reported: Health.LaneState {
      state == .consuming && gateWaits > 0 ? .waiting("a suspect message is handled alone") : state
    }

    /// True if the lane consumes no more, whether or not an outage ends.
    var hasStoppedConsuming: Bool { [.draining, .stopped, LaneObserver.pausedByOperator].contains(state) }
  }

  private static let pausedByOperator = Health.LaneState.paused("by an operator")

  /// Creates the observer of one lane.
  ///
  /// - Parameters:
  ///   - lane: the lane's number in this process.
  ///   - health: receives the lane's state.
  ///   - logger: the process's logger.
  ///   - alerts: the limiter that the lanes of a process share.
  convenience init(lane: Int, health: Health, logger: Logger, alerts: AlertLimiter = AlertLimiter()) {
    self.init(lane: lane, health: health, logger: logger, alerts: alerts) { _ in }
  }

  /// Creates the observer of one lane, for tests.
  ///
  /// - Parameters:
  ///   - lane: the lane's number in this process.
  ///   - health: receives the lane's state.
  ///   - logger: the process's logger.
  ///   - alerts: the limiter that the lanes of a process share.
  ///   - factory: the metrics' registry.
  ///   - onSettled: called with the settled deliveries of each batch.
  init(
    lane: Int, health: Health, logger: Logger, alerts: AlertLimiter = AlertLimiter(),
    factory: any MetricsFactory = MetricsSystem.factory, onSettled: @escaping @Sendable ([Plan]) -> Void
  ) {
    var logger = logger
    logger[metadataKey: LogKey.lane] = "\(lane)"
    self.lane = lane
    self.health = health
    self.alerts = alerts
    self.logger = logger
    self.onSettled = onSettled
    metrics = LaneMetrics(lane: lane, factory: factory)
    enter(.starting)
  }

  private func enter(_ state: Health.LaneState) { change { $0.state = state } }

  /// Changes what the tracks are doing, and reports the state.
  ///
  /// Health and metric are set under the lock, so that they end in the same state if two tracks change it at once.
  private func change(_ change: (inout Now) -> Void) {
    now.withLock { now in
      change(&now)
      health.set(now.reported, lane: lane)
      metrics.entered(now.reported)
    }
  }

  /// The number of deliveries settled since the observer was created.
  var finishedCount: Int { finished.load(ordering: .relaxed) }

  func consuming() {
    change { now in
      now.deliveries = 0
      now.outages = 0
      now.state = .consuming
    }
    logger.info("Consuming")
  }

  /// Says that the lane waits out an outage.
  ///
  /// - Parameters:
  ///   - down: what is down.
  ///   - deliveries: the deliveries in hand; the log names the first three, because one of them may be the cause.
  ///   - isFirst: true if the outage begins with this call.
  func paused(by down: EnvironmentDown, holding deliveries: [Delivery], isFirst: Bool) {
    change { now in
      if isFirst { now.outages += 1 }
      if !now.hasStoppedConsuming { now.state = .paused("\(down.what) is down") }
    }
    metrics.paused(by: down.what)
    let ids = deliveries.prefix(3).map { $0.message.messageId?.description ?? "none" }
    logger.warning(
      "Paused",
      metadata: [
        LogKey.reason: "\(down.what)", LogKey.detail: "\(down.detail)", LogKey.count: "\(deliveries.count)",
        LogKey.messageId: "\(ids.joined(separator: " "))",
      ])
  }

  /// Says that a batch no longer waits for an outage to end.
  func resumed() {
    var goesOn = false
    change { now in
      now.outages = max(0, now.outages - 1)
      goesOn = now.outages == 0 && !now.hasStoppedConsuming
      if goesOn { now.state = .consuming }
    }
    if goesOn { logger.info("Going on") }
  }

  /// Says that an operator has ended the pause, and that the lane is about to consume again.
  func resumedByOperator() {
    enter(.starting)
  }

  /// Says that the lane takes no more deliveries, because an operator has paused the worker.
  func pausedByOperator() {
    enter(Self.pausedByOperator)
  }

  func gaveBack(_ count: Int, because down: EnvironmentDown) {
    logger.warning(
      "Put the deliveries in hand back into the queue",
      metadata: [LogKey.reason: "\(down.what)", LogKey.count: "\(count)"])
  }

  /// Says that a track waits at the ``HandlingGate`` for other lanes of the process, or that its wait is over.
  func waitsAtGate(_ isWaiting: Bool) {
    change { $0.gateWaits += isWaiting ? 1 : -1 }
  }

  func took(_ count: Int) { hold(count) }

  /// Says that a batch is no longer in hand.
  func done(_ count: Int) { hold(-count) }

  private func hold(_ change: Int) {
    now.withLock { now in
      now.deliveries = max(0, now.deliveries + change)
      metrics.holds(now.deliveries)
    }
  }

  /// Runs a stage and measures its time; a stage that fails is not measured.
  func measuring<Result>(_ stage: Stage, _ work: () async throws -> Result) async rethrows -> Result {
    let start = ContinuousClock.now
    let result = try await health.inStage(stage.rawValue, lane: lane, work)
    metrics.took(start.duration(to: .now), in: stage)
    return result
  }

  /// Runs a stage that never waits for anything, and measures its time.
  func measuring<Result>(_ stage: Stage, _ work: () throws -> Result) rethrows -> Result {
    let start = ContinuousClock.now
    let result = try work()
    metrics.took(start.duration(to: .now), in: stage)
    return result
  }

  func failed(_ error: any Error, retryIn delay: Duration) {
    metrics.rebuilt()
    // Anybody may read the health pages, so only the log gets the error's own text, which may name a host.
    enter(.failed(Health.reason(of: error)))
    logger.warning(
      "Not consuming, building the lane anew",
      metadata: [LogKey.reason: "\(Self.describe(error))", LogKey.delay: "\(delay)"])
  }

  func blocked(_ reason: String?) {
    health.setBlocked(reason, lane: lane)
    metrics.blocked(reason != nil)
    if let reason {
      logger.warning("The broker takes no publications", metadata: [LogKey.reason: "\(reason)"])
    } else {
      logger.info("The broker takes publications again")
    }
  }

  func draining() {
    enter(.draining)
  }

  func drained(_ report: DrainReport) {
    enter(.stopped)
    logger.info("Drained", metadata: report.metadata)
  }

  func settled(_ plans: [Plan]) {
    finished.add(plans.count, ordering: .relaxed)
    metrics.settled(plans)
    onSettled(plans)
    for plan in plans {
      let id = plan.messageId?.description ?? "none"
      switch plan.ending {
      case .completed, .givenBack: break
      case .repeated: logger.debug("Answered again as recorded", metadata: [LogKey.messageId: "\(id)"])
      case .retried(let reason):
        logger.notice("Retrying later", metadata: [LogKey.messageId: "\(id)", LogKey.reason: "\(reason)"])
        if plan.ending.quota == .parked { overQuota(SenderName(of: plan.delivery)) }
      case .parked(let code):
        logger.log(
          level: code.isAlert && alerts.raises(code.rawValue) ? .error : .warning, "Parked",
          metadata: [LogKey.messageId: "\(id)", LogKey.reason: "\(code.rawValue)"])
      }
    }
    logger.debug("Settled a batch", metadata: [LogKey.count: "\(plans.count)"])
  }

  private func overQuota(_ sender: SenderName) {
    guard alerts.raises("\(Quota.parked.reason) \(sender)") else { return }
    logger.error(
      "One sender has used up PARKED_HOURLY_LIMIT; more of its messages wait",
      metadata: [LogKey.sender: "\(sender)"])
  }

  func notNoted(_ error: StoreError) {
    logger.warning("An audit row or a crash note could not be stored", metadata: [LogKey.detail: "\(error)"])
  }

  /// The error's text if it is known to hold nothing personal; else only its type.
  private static func describe(_ error: any Error) -> String {
    switch error {
    case let error as BrokerError: error.description
    case let error as EnvironmentDown: "\(error.what) is down: \(error.detail)"
    default: "\(type(of: error))"
    }
  }
}

/// The result of a drain.
struct DrainReport: Sendable {
  let inHand: Int
  let finished: Int
  let returned: Int
  let duration: Duration

  var metadata: Logger.Metadata {
    [
      LogKey.inHand: "\(inHand)", LogKey.finished: "\(finished)", LogKey.returned: "\(returned)",
      LogKey.duration: "\(duration)",
    ]
  }
}
