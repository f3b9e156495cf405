import QueueContracts

/// A queue as the management API describes it.
public struct ManagedQueue: Decodable, Sendable {
  /// The queue's name.
  public let name: String
  /// The number of unacknowledged messages; nil until the broker has counted them, some seconds after the declaration
  /// of the queue.
  public let unacknowledged: Int?
  /// The time at which the first message was sent, by its sender's clock; nil if the broker does not report it, as for
  /// a quorum queue.
  public let oldest: Timestamp?
  /// The number of waiting messages; nil as for ``unacknowledged``.
  public let ready: Int?
  /// The number of the queue's consumers.
  public let consumers: Int?
  /// The number of messages per second that came lately; nil until a message has come.
  public let published: Double?
  /// The number of messages per second that were acknowledged lately; nil until a message has been acknowledged.
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
    // The number comes from the sender of the oldest message and can be anything. If it is not a time, the queue's
    // other values must still be read.
    let seconds = try? container.decode(Int64.self, forKey: .oldest)
    oldest = seconds.flatMap { (0...Self.lastSecond).contains($0) ? Timestamp(milliseconds: $0 * 1000) : nil }
  }

  /// The last second of the year 9999.
  private static let lastSecond: Int64 = 253_402_300_799
}
