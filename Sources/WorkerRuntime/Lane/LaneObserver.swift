import WorkerBase
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
  /// The number of deliveries in hand, and the number of outages that the lane's tracks wait out.
  private let open = Mutex((deliveries: 0, outages: 0))

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
  ///   - onSettled: called with the settled deliveries of each batch.
  init(
    lane: Int, health: Health, logger: Logger, alerts: AlertLimiter = AlertLimiter(),
    onSettled: @escaping @Sendable ([Plan]) -> Void
  ) {
    var logger = logger
    logger[metadataKey: LogKey.lane] = "\(lane)"
    self.lane = lane
    self.health = health
    self.alerts = alerts
    self.logger = logger
    self.onSettled = onSettled
    metrics = LaneMetrics(lane: lane)
    enter(.starting)
  }

  private func enter(_ state: Health.LaneState) {
    health.set(state, lane: lane)
    metrics.entered(state)
  }

  /// The number of deliveries settled since the observer was created.
  var finishedCount: Int { finished.load(ordering: .relaxed) }

  func consuming() {
    open.withLock { $0 = (0, 0) }
    enter(.consuming)
    logger.info("Consuming")
  }

  /// Says that the lane waits out an outage.
  ///
  /// - Parameters:
  ///   - down: what is down.
  ///   - deliveries: the deliveries in hand; the log names the first three, because one of them may be the cause.
  ///   - isFirst: true if the outage begins with this call.
  func paused(by down: EnvironmentDown, holding deliveries: [Delivery], isFirst: Bool) {
    if isFirst { open.withLock { $0.outages += 1 } }
    metrics.paused(by: down.what)
    enter(.paused("\(down.what) is down"))
    let ids = deliveries.prefix(3).map { $0.message.id.flatMap { MessageID($0)?.description } ?? "none" }
    logger.warning(
      "Paused",
      metadata: [
        LogKey.reason: "\(down.what)", LogKey.detail: "\(down.detail)", LogKey.count: "\(deliveries.count)",
        LogKey.messageId: "\(ids.joined(separator: " "))",
      ])
  }

  /// Says that a batch no longer waits for an outage to end.
  func resumed() {
    let left = open.withLock { open in
      open.outages = max(0, open.outages - 1)
      return open.outages
    }
    guard left == 0 else { return }
    enter(.consuming)
    logger.info("Going on")
  }

  /// Says that the lane takes no more deliveries, because an operator has paused the worker.
  func pausedByOperator() {
    enter(.paused("by an operator"))
  }

  func gaveBack(_ count: Int, because down: EnvironmentDown) {
    logger.warning(
      "Put the deliveries in hand back into the queue",
      metadata: [LogKey.reason: "\(down.what)", LogKey.count: "\(count)"])
  }

  /// Says that the lane waits at the ``HandlingGate`` for other lanes of the process, or that the wait is over.
  func waitsAtGate(_ isWaiting: Bool) {
    if isWaiting {
      enter(.waiting("a suspect message is handled alone"))
    } else {
      health.waited(lane: lane)
    }
  }

  func took(_ count: Int) { hold(count) }

  /// Says that a batch is settled.
  func done(_ count: Int) { hold(-count) }

  private func hold(_ change: Int) {
    let count = open.withLock { open in
      open.deliveries = max(0, open.deliveries + change)
      return open.deliveries
    }
    metrics.holds(count)
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
    metrics.holds(0)
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
