public import Logging
import QueueContracts
import Synchronization

/// Tells people and machines what a lane does: readiness, log lines, metrics.
///
/// Never what a message says.
public final class LaneJournal: Sendable {
  private let lane: Int
  private let health: Health
  private let logger: Logger
  let metrics: LaneMetrics
  private let finished = Atomic<Int>(0)

  public init(lane: Int, health: Health, logger: Logger) {
    var logger = logger
    logger[metadataKey: LogKey.lane] = "\(lane)"
    (self.lane, self.health, self.logger) = (lane, health, logger)
    metrics = LaneMetrics(lane: lane)
    enter(.starting)
  }

  private func enter(_ state: Health.LaneState) {
    health.set(state, lane: lane)
    metrics.entered(state)
  }

  /// Deliveries settled since the lane was made.
  var finishedCount: Int { finished.load(ordering: .relaxed) }

  func consuming() {
    enter(.consuming)
    logger.info("Consuming")
  }

  func paused(by down: EnvironmentDown) {
    metrics.paused(by: down.what)
    enter(.paused("\(down.what) is down"))
    logger.warning("Paused", metadata: [LogKey.reason: "\(down.what)", LogKey.detail: "\(down.detail)"])
  }

  func away(_ error: any Error, retryIn delay: Duration) {
    metrics.rebuilt()
    metrics.holds(0)
    enter(.away("\(Self.describe(error))"))
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

  func settled(_ plan: SettlementPlan) {
    finished.add(plan.steps.count, ordering: .relaxed)
    metrics.settled(plan)
    for step in plan.steps {
      let id = step.messageId?.description ?? "none"
      switch step.ending {
      case .completed: break
      case .repeated: logger.debug("Answered again as recorded", metadata: [LogKey.messageId: "\(id)"])
      case .retried(let reason):
        logger.notice("Retrying later", metadata: [LogKey.messageId: "\(id)", LogKey.reason: "\(reason)"])
      case .parked(let code):
        logger.log(
          level: code.isAlert ? .error : .warning, "Parked",
          metadata: [LogKey.messageId: "\(id)", LogKey.reason: "\(code.rawValue)"])
      }
    }
    logger.debug("Settled a batch", metadata: [LogKey.count: "\(plan.steps.count)"])
  }

  func notNoted(_ error: StoreError) {
    logger.warning("What was retried or parked is not noted in the store", metadata: [LogKey.detail: "\(error)"])
  }

  /// What is known to say nothing personal; of other errors only their type.
  private static func describe(_ error: any Error) -> String {
    switch error {
    case let error as BrokerError: error.description
    case let error as EnvironmentDown: "\(error.what) is down: \(error.detail)"
    default: "\(type(of: error))"
    }
  }
}

extension ParkingCode {
  /// True where the message is right and something of ours is not: more like it will follow until an operator mends it.
  fileprivate var isAlert: Bool {
    switch self {
    case .schoolUnknown, .signatureUnsupported, .deliveryPoison: true
    default: false
    }
  }
}

/// What a drain came to.
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
