/// Every key that log metadata may have.
///
/// None of them ever holds what a citizen wrote.
public enum LogKey {
  public static let version = "version"
  public static let revision = "revision"
  public static let sbom = "sbom_sha256"
  public static let worker = "worker"
  public static let lane = "lane"
  public static let applicationId = "application_id"
  public static let messageId = "message_id"
  public static let reason = "reason"
  public static let detail = "detail"
  public static let sender = "sender"
  public static let delay = "delay"
  public static let count = "count"
  public static let inHand = "in_hand"
  public static let finished = "finished"
  public static let returned = "returned"
  public static let duration = "duration"
}
