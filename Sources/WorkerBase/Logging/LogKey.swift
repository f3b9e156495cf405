/// The keys that log metadata may have.
///
/// No value ever holds a text that a citizen wrote.
public enum LogKey {
  /// The program's version.
  public static let version = "version"
  /// The revision that the program was built from.
  public static let revision = "revision"
  /// The digest of the list of the program's libraries.
  public static let sbom = "sbom_sha256"
  /// The worker's name.
  public static let worker = "worker"
  /// The lane's number in this process.
  public static let lane = "lane"
  /// The application's id.
  public static let applicationId = "application_id"
  /// The message's id.
  public static let messageId = "message_id"
  /// The reason: a parking code, the service that is down, or a problem.
  public static let reason = "reason"
  /// The detail for an operator.
  public static let detail = "detail"
  /// The sender of a message, as far as the routing key shows who that is.
  public static let sender = "sender"
  /// The time until the next try.
  public static let delay = "delay"
  /// A number of messages, rows or connections.
  public static let count = "count"
  /// The number of deliveries in hand when a drain began.
  public static let inHand = "in_hand"
  /// The number of deliveries that a drain settled.
  public static let finished = "finished"
  /// The number of deliveries that a drain returned to the queue.
  public static let returned = "returned"
  /// A duration.
  public static let duration = "duration"
  /// The operator who gave an order.
  public static let person = "operator"
}
