import WorkerRuntime

extension MetricName {
  /// The metrics of a worker that uses ``Lookups``, in the order in which the page of metrics lists them.
  package static let ofLookups: [MetricName] = [
    serviceAnswers, serviceSeconds, lookups, lookupSeconds, signatureChecks, signatureSeconds, issuersWithoutList,
    trustFileProblem, registerTurns,
  ]

  static let serviceAnswers = MetricName(
    "qabyldau_service_answers_total",
    "Requests to services, by service and result (answered, failed, or closed: not sent because the service is known to be down)."
  )
  static let serviceSeconds = seconds("qabyldau_service_seconds", "Time until a service answered or failed.")
  static let lookups = MetricName(
    "qabyldau_lookups_total",
    "Records and documents looked up, by lookup (the register, or document) and result "
      + "(found, notFound, unavailable; good, unreadable, wrongFormat).")
  static let lookupSeconds = seconds(
    "qabyldau_lookup_seconds",
    "Time until a record or document was there, including the time that the request waited to be sent.")
  static let signatureChecks = MetricName(
    "qabyldau_signature_checks_total",
    "Signatures judged, by kind (eds, gost, sms) and result (genuine, invalid, otherSigner, unavailable, unsupported).")
  static let signatureSeconds = seconds(
    "qabyldau_signature_seconds", "Time until a signature was judged, by kind, NCANode included.")
  static let issuersWithoutList = MetricName(
    "qabyldau_issuers_without_list", "Trusted issuers of EDS certificates for which no revocation list is configured.")
  static let trustFileProblem = MetricName(
    "qabyldau_trust_file_problem",
    "1 while a file of certificates, lists or keys is missing or broken, by setting; its last good content counts.")
  static let registerTurns = MetricName(
    "qabyldau_register_turns_total",
    "Requests to registers that REGISTER_RATE limits, by result (immediate, waited, deferred to a retry).")
}
