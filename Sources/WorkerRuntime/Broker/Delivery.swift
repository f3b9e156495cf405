public import Foundation

/// The number of a delivery on the consumer that received it.
///
/// Another consumer may use the same number for another delivery.
public struct DeliveryTag: Hashable, Sendable, Comparable {
  /// The broker's number, growing with every delivery of the channel.
  public let number: UInt64
  /// Wraps the broker's number.
  public init(_ number: UInt64) { self.number = number }
  /// Orders deliveries by arrival.
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// A message that the broker handed out and that has to be settled.
public struct Delivery: Sendable {
  /// The tag by which the delivery is settled.
  public let tag: DeliveryTag
  /// The exchange that the message was published to; empty for the default exchange.
  public let exchange: String
  /// The routing key by which the broker delivered the message.
  public let routingKey: String
  /// True if the broker has handed the message out before.
  public let redelivered: Bool
  /// How often a connection or process was lost while this message was in hand (`x-delivery-count`).
  ///
  /// The header counts only if the broker says *redelivered*, because a sender could write the same header.
  public let deliveryCount: Int
  /// The announced size, in bytes, of a body that was too large to be kept in memory; nil if the body was kept.
  public let omittedBodyBytes: UInt64?
  /// Properties, headers and body.
  public let message: BrokerMessage

  /// Creates a delivery; `deliveryCount` counts only if `redelivered` is true.
  public init(
    tag: DeliveryTag, exchange: String = "", routingKey: String, redelivered: Bool, deliveryCount: Int,
    omittedBodyBytes: UInt64? = nil, message: BrokerMessage
  ) {
    self.tag = tag
    self.exchange = exchange
    self.routingKey = routingKey
    self.redelivered = redelivered
    self.deliveryCount = redelivered ? deliveryCount : 0
    self.omittedBodyBytes = omittedBodyBytes
    self.message = message
  }
}

/// The properties, headers and body of a message, received or to be published.
public struct BrokerMessage: Sendable, Equatable {
  /// The property `message_id`.
  public var id: String?
  /// The contract's name and version, for example `application.submitted.v1`.
  public var type: String?
  /// The property `content_type`.
  public var contentType: String?
  /// The property `correlation_id`: the application's id.
  public var correlationId: String?
  /// The property `app_id`: the publishing system.
  public var appId: String?
  /// The property `timestamp`, in seconds since 1970.
  public var timestamp: UInt64?
  /// The headers, by name.
  public var headers: [String: HeaderValue]
  /// The encoded body.
  public var body: Data

  /// Creates a message; properties that are nil are not sent.
  public init(
    id: String? = nil, type: String? = nil, contentType: String? = nil, correlationId: String? = nil,
    appId: String? = nil, timestamp: UInt64? = nil, headers: [String: HeaderValue] = [:], body: Data = Data()
  ) {
    self.id = id
    self.type = type
    self.contentType = contentType
    self.correlationId = correlationId
    self.appId = appId
    self.timestamp = timestamp
    self.headers = headers
    self.body = body
  }
}

/// The value of a header.
public enum HeaderValue: Sendable, Equatable {
  /// A text.
  case text(String)
  /// A whole number of any of AMQP's widths.
  case integer(Int64)
  /// A truth value.
  case boolean(Bool)
  /// A value of any other type, in the broker's own encoding.
  ///
  /// It is copied from a delivery to a publication and never parsed, because a deeply nested table could overflow the
  /// stack.
  case opaque(Data)
}

/// A message to be published.
///
/// It is always persistent and `mandatory`.
public struct Publication: Sendable, Equatable {
  /// The exchange to publish to.
  public var exchange: String
  /// The routing key.
  public var routingKey: String
  /// Properties, headers and body.
  public var message: BrokerMessage

  /// Creates a publication.
  public init(exchange: String, routingKey: String, message: BrokerMessage) {
    self.exchange = exchange
    self.routingKey = routingKey
    self.message = message
  }
}
