extension MetricName {
  /// The metrics of every worker, in the order in which the metrics page lists them.
  public static let ofRuntime: [MetricName] = [
    deliveries, batchSize, inHand, stageSeconds, laneState, laneBlocked, laneRebuilds, problem, topologyMissing,
    unroutedMessages, pauses, quota,
  ]

  static let deliveries = MetricName(
    "qabyldau_deliveries_total",
    "Deliveries settled, by outcome (completed, repeated, retried, parked, givenBack) and parking reason.")
  static let batchSize = MetricName(
    "qabyldau_batch_size", "Deliveries in a batch, which is one transaction.",
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000])
  static let inHand = MetricName("qabyldau_in_hand", "Deliveries that a lane has taken and not settled.")
  static let stageSeconds = seconds(
    "qabyldau_stage_seconds",
    "Time of a batch in each stage: decode, judge, commit, forward, publish (until all is confirmed), acknowledge.")
  static let laneState = MetricName(
    "qabyldau_lane_state", "1 for the state in which a lane is, 0 for the others.")
  static let laneBlocked = MetricName(
    "qabyldau_lane_blocked", "1 while the broker takes no publications of a lane.")
  static let laneRebuilds = MetricName(
    "qabyldau_lane_rebuilds_total", "How often a lane lost its broker and was built anew.")
  static let problem = MetricName(
    "qabyldau_problem",
    "1 while a problem keeps every lane from handling messages, by problem; 0 when it is over.")
  static let topologyMissing = MetricName(
    "qabyldau_topology_missing",
    "1 while a queue that the worker needs is missing on the broker, 0 while it is there.")
  static let unroutedMessages = MetricName(
    "qabyldau_unrouted_messages", "Messages in admission.unrouted at the last look: no queue was bound for them.")
  static let pauses = MetricName(
    "qabyldau_pauses_total", "Attempts at which a service that every message needs was down, by service.")
  static let quota = MetricName(
    "qabyldau_quota_total", "Waits of messages because a quota is spent, by quota (applicant, parked).")
}
