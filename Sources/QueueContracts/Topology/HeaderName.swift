/// The names of the wire contract's headers.
public enum HeaderName {
  /// How often the message has waited in a retry queue.
  public static let attempt = "x-attempt"
  /// The trace that the message belongs to, in the W3C's format.
  public static let traceparent = "traceparent"
  /// The parking code.
  public static let parkedReason = "x-parked-reason"
  /// The detail beside the parking code; it names no person.
  public static let parkedDetail = "x-parked-detail"
  /// The time of parking, in ISO 8601.
  public static let parkedAt = "x-parked-at"
  /// The name of the worker that parked the message.
  public static let parkedBy = "x-parked-by"
  /// On a copy for `admission.aside`: the routing key of the original message; empty if the contract has no such key.
  public static let routingKey = "x-routing-key"
}
