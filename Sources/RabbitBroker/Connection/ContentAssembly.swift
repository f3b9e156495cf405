import CRabbitMQ
import Foundation
import WorkerRuntime

/// Assembles a message that comes as a method frame, a header frame and any number of body frames.
struct ContentAssembly {
  enum Origin {
    case delivery(tag: UInt64, exchange: String, routingKey: String, redelivered: Bool)
    case returned(exchange: String, routingKey: String, reason: String)
  }

  /// The memory that is reserved for a body before any part of the body has arrived, in bytes.
  ///
  /// The memory for a larger body grows as the body arrives.
  private static let trustedBytes: UInt64 = 1 << 20

  /// The budget that decides which bodies are kept in memory.
  var budget: BodyBudget
  var recent = RecentTexts()

  private var origin: Origin?
  private var message = BrokerMessage()
  private var deliveryCount = 0
  private var missingBytes: UInt64 = 0
  private var isGathering = false
  private var omittedBytes: UInt64?

  init(_ limits: BodyLimits) {
    budget = BodyBudget(limits)
  }

  mutating func begin(_ origin: Origin) {
    self.origin = origin
  }

  /// Takes a header frame; returns the message's event if the message has no body.
  mutating func header(_ properties: amqp_basic_properties_t, bodySize: UInt64) -> BrokerEvent? {
    (message, deliveryCount) = unsafe MessageProperties.read(properties, &recent)
    missingBytes = bodySize
    omittedBytes = nil
    switch origin {
    case .delivery(let tag, _, _, _):
      isGathering = budget.gathers(bodySize, of: DeliveryTag(tag))
      if isGathering {
        message.body = Data(capacity: Int(min(bodySize, Self.trustedBytes)))
      } else {
        omittedBytes = bodySize
      }
    case .returned, nil:
      // The body of a returned message is not needed, because the publisher still has the message.
      isGathering = false
    }
    return missingBytes == 0 ? finish() : nil
  }

  /// Takes a body frame; returns the message's event if this frame was the last one.
  mutating func body(_ fragment: amqp_bytes_t) -> BrokerEvent? {
    if isGathering, let start = unsafe fragment.bytes {
      unsafe message.body.append(start.assumingMemoryBound(to: UInt8.self), count: fragment.len)
    }
    missingBytes -= min(missingBytes, UInt64(unsafe fragment.len))
    return missingBytes == 0 ? finish() : nil
  }

  private mutating func finish() -> BrokerEvent? {
    defer { (origin, message) = (nil, BrokerMessage()) }
    switch origin {
    case .delivery(let tag, let exchange, let routingKey, let redelivered):
      return .delivered(
        Delivery(
          tag: DeliveryTag(tag), exchange: exchange, routingKey: routingKey, redelivered: redelivered,
          deliveryCount: deliveryCount, omittedBodyBytes: omittedBytes, message: message))
    case .returned(let exchange, let routingKey, let reason):
      return .returned(.init(messageId: message.id, exchange: exchange, routingKey: routingKey, reason: reason))
    case nil:
      return nil
    }
  }
}
