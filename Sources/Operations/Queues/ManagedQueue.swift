import QueueContracts

/// What the management API tells of a queue.
public struct ManagedQueue: Decodable, Sendable {
  /// The queue's name.
  public let name: String
  /// Nil until the broker has counted for the first time, some seconds after the queue was declared.
  public let unacknowledged: Int?
  /// When the first message was sent, as its sender says; nil where the broker does not look, as in quorum queues.
  public let oldest: Timestamp?

  enum CodingKeys: String, CodingKey, CaseIterable {
    case name
    case unacknowledged = "messages_unacknowledged"
    case oldest = "head_message_timestamp"
  }

  /// Reads one object of the API's list.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    unacknowledged = try container.decodeIfPresent(Int.self, forKey: .unacknowledged)
    // Any sender may put any number there: one that is no time hides nothing else.
    let seconds = try? container.decode(Int64.self, forKey: .oldest)
    oldest = seconds.flatMap { (0...Self.lastSecond).contains($0) ? Timestamp(milliseconds: $0 * 1000) : nil }
  }

  /// Of the year 9999.
  private static let lastSecond: Int64 = 253_402_300_799
}
