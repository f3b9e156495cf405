public import Foundation

/// Names a delivery on the consumer that received it.
///
/// It means nothing to any other consumer.
public struct DeliveryTag: Hashable, Sendable, Comparable {
  public let number: UInt64
  public init(_ number: UInt64) { self.number = number }
  public static func < (left: Self, right: Self) -> Bool { left.number < right.number }
}

/// A message that the broker handed out and that has to be settled.
public struct Delivery: Sendable {
  public let tag: DeliveryTag
  /// The exchange that it was published to.
  public let exchange: String
  public let routingKey: String
  public let redelivered: Bool
  /// How often a connection or process was lost with this message in hand (`x-delivery-count`), 0 the first time.
  ///
  /// 0 too if the broker does not say *redelivered*: a sender may write that header.
  public let deliveryCount: Int
  /// The body's size as it was announced, in bytes, if the body was too large to be gathered; else nil.
  public let omittedBodyBytes: UInt64?
  public let message: BrokerMessage

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

/// The properties, headers and body of a message, as they came or as they shall go.
public struct BrokerMessage: Sendable, Equatable {
  /// The property `message_id`.
  public var id: String?
  /// The contract's name and version.
  public var type: String?
  public var contentType: String?
  public var correlationId: String?
  /// Who published it.
  public var appId: String?
  /// Seconds since 1970.
  public var timestamp: UInt64?
  public var headers: [String: HeaderValue]
  public var body: Data

  public init(
    id: String? = nil, type: String? = nil, contentType: String? = nil, correlationId: String? = nil,
    appId: String? = nil, timestamp: UInt64? = nil, headers: [String: HeaderValue] = [:], body: Data = Data()
  ) {
    (self.id, self.type, self.contentType, self.correlationId) = (id, type, contentType, correlationId)
    (self.appId, self.timestamp, self.headers, self.body) = (appId, timestamp, headers, body)
  }
}

/// The value of a header.
public enum HeaderValue: Sendable, Equatable {
  case text(String)
  case integer(Int64)
  case boolean(Bool)
  /// Anything else: carried from a delivery to a publication in the broker's own encoding, and never looked into,
  /// because a table nested as deep as a frame allows would cost a stack of that depth.
  case opaque(Data)
}

/// A message on its way out.
///
/// Always persistent and `mandatory`.
public struct Publication: Sendable, Equatable {
  public var exchange: String
  public var routingKey: String
  public var message: BrokerMessage

  public init(exchange: String, routingKey: String, message: BrokerMessage) {
    (self.exchange, self.routingKey, self.message) = (exchange, routingKey, message)
  }
}
