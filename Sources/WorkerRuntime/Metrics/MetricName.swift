/// The metrics of a worker.
///
/// No label ever holds what a citizen wrote; each takes one of a few words.
public enum MetricName: String, CaseIterable, Sendable {
  case deliveries = "qabyldau_deliveries_total"
  case batchSize = "qabyldau_batch_size"
  case inHand = "qabyldau_in_hand"
  case stageSeconds = "qabyldau_stage_seconds"
  case laneState = "qabyldau_lane_state"
  case laneBlocked = "qabyldau_lane_blocked"
  case laneRebuilds = "qabyldau_lane_rebuilds_total"
  case problem = "qabyldau_problem"
  case topologyMissing = "qabyldau_topology_missing"
  case unroutedMessages = "qabyldau_unrouted_messages"
  case pauses = "qabyldau_pauses_total"
  case serviceAnswers = "qabyldau_service_answers_total"
  case serviceSeconds = "qabyldau_service_seconds"
  case lookups = "qabyldau_lookups_total"
  case lookupSeconds = "qabyldau_lookup_seconds"
  case signatureChecks = "qabyldau_signature_checks_total"
  case signatureSeconds = "qabyldau_signature_seconds"
  case issuersWithoutList = "qabyldau_issuers_without_list"
  case trustFileProblem = "qabyldau_trust_file_problem"
  case registerTurns = "qabyldau_register_turns_total"
  case quota = "qabyldau_quota_total"
  case deadlinesPassed = "qabyldau_deadlines_passed_total"
  case lateApplications = "qabyldau_late_applications"
  case dueSoonApplications = "qabyldau_due_soon_applications"

  /// The metric's meaning, for the page and for docs/operations.md.
  public var help: String {
    switch self {
    case .deliveries:
      "Deliveries settled, by outcome (completed, repeated, retried, parked, givenBack) and parking reason."
    case .batchSize: "Deliveries in a batch, which is one transaction."
    case .inHand: "Deliveries that a lane has taken and not settled."
    case .stageSeconds:
      "Time of a batch in each stage: decode, judge, commit, forward, publish (until all is confirmed), acknowledge."
    case .laneState: "1 for the state in which a lane is, 0 for the others."
    case .laneBlocked: "1 while the broker takes no publications of a lane."
    case .laneRebuilds: "How often a lane lost its broker and was built anew."
    case .problem: "1 while something keeps every lane from handling a message, by what; 0 when it is over."
    case .topologyMissing: "1 while a queue that the worker needs is missing on the broker, 0 while it is there."
    case .unroutedMessages: "Messages in admission.unrouted at the last look: no queue was bound for them."
    case .pauses: "Tries that found something down that every message needs, by what."
    case .serviceAnswers: "Questions to services, by service and result (answered, failed, closed circuit)."
    case .serviceSeconds: "Time until a service answered or failed."
    case .lookups:
      "Records and documents looked up, by lookup (the register, or document) and result "
        + "(found, notFound, unavailable; good, unreadable, wrongFormat)."
    case .lookupSeconds: "Time until a record or document was there, waiting for a turn included."
    case .signatureChecks:
      "Signatures judged, by kind (eds, gost, sms) and result (genuine, invalid, otherSigner, unavailable, unsupported)."
    case .signatureSeconds: "Time until a signature was judged, by kind, NCANode included."
    case .issuersWithoutList: "Trusted issuers of EDS that no revocation list is configured of."
    case .trustFileProblem:
      "1 while a file of certificates, lists or keys is missing or broken, by setting: what it last held still counts."
    case .registerTurns:
      "Questions to registers under REGISTER_RATE, by result (immediate, waited, deferred to a retry)."
    case .quota:
      "Waits of messages because a quota is spent, by quota (applicant, parked)."
    case .deadlinesPassed: "Deadlines that were seen to pass without an answer."
    case .lateApplications: "Applications in processing whose answer was late at the last look, of all workers."
    case .dueSoonApplications: "Applications in processing whose answer was due within 24 hours at the last look."
    }
  }

  /// The upper bounds of a distribution's buckets; nil for other metrics.
  var buckets: [Double]? {
    switch self {
    case .batchSize: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000]
    case .stageSeconds, .serviceSeconds, .lookupSeconds, .signatureSeconds:
      [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]
    default: nil
    }
  }
}
