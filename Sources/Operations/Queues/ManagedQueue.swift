import QueueContracts

/// What the management API tells of a queue.
public struct ManagedQueue: Decodable, Sendable {
  /// The queue's name.
  public let name: String
  /// Nil until the broker has counted for the first time, some seconds after the queue was declared.
  public let unacknowledged: Int?
  /// When the first message was sent, as its sender says; nil where the broker does not look, as in quorum queues.
  public let oldest: Timestamp?
  /// Waiting; nil as ``unacknowledged``.
  public let ready: Int?
  /// How many consumers it has.
  public let consumers: Int?
  /// Messages a second that came lately; nil until one has.
  public let published: Double?
  /// Messages a second that were acknowledged lately; nil until one was.
  public let settled: Double?

  private struct Statistics: Decodable {
    struct Details: Decodable { let rate: Double? }

    let publish: Details?
    let acknowledge: Details?

    enum CodingKeys: String, CodingKey {
      case publish = "publish_details"
      case acknowledge = "ack_details"
    }
  }

  enum CodingKeys: String, CodingKey, CaseIterable {
    case name, consumers
    case ready = "messages_ready"
    case statistics = "message_stats"
    case unacknowledged = "messages_unacknowledged"
    case oldest = "head_message_timestamp"
  }

  /// Reads one object of the API's list.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    name = try container.decode(String.self, forKey: .name)
    unacknowledged = try container.decodeIfPresent(Int.self, forKey: .unacknowledged)
    ready = try container.decodeIfPresent(Int.self, forKey: .ready)
    consumers = try? container.decodeIfPresent(Int.self, forKey: .consumers)
    let statistics = try? container.decodeIfPresent(Statistics.self, forKey: .statistics)
    published = statistics?.publish?.rate
    settled = statistics?.acknowledge?.rate
    // Any sender may put any number there: one that is no time hides nothing else.
    let seconds = try? container.decode(Int64.self, forKey: .oldest)
    oldest = seconds.flatMap { (0...Self.lastSecond).contains($0) ? Timestamp(milliseconds: $0 * 1000) : nil }
  }

  /// Of the year 9999.
  private static let lastSecond: Int64 = 253_402_300_799
}
