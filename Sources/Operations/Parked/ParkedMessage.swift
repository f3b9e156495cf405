import Foundation
import QueueContracts
import WorkerRuntime

/// A parked or unrouted message, which waits for an operator.
public struct ParkedMessage: Sendable {
  /// The queue that the message was parked from, or `admission.unrouted` for an unrouted message.
  public let queue: String
  /// The message as it is in the queue; its body is empty if ``hasBody`` is false.
  public var message: BrokerMessage
  /// The length of the body in the queue, in bytes.
  public let bodyBytes: Int
  /// The routing key of an unrouted message; empty for a parked message.
  public var routingKey = ""

  /// Creates a parked message whose body is whole.
  public init(queue: String, message: BrokerMessage) {
    self.init(queue: queue, message: message, bodyBytes: message.body.count)
  }

  private init(queue: String, message: BrokerMessage, bodyBytes: Int) {
    self.queue = queue
    self.message = message
    self.bodyBytes = bodyBytes
  }

  /// Creates a parked message from a delivery that was taken from a queue to look at it.
  public init(queue: String, _ delivery: Delivery) {
    let omitted = Int(clamping: delivery.omittedBodyBytes ?? 0)
    self.init(queue: queue, message: delivery.message, bodyBytes: delivery.message.body.count + omitted)
    if isUnrouted { routingKey = delivery.routingKey }
  }

  /// The largest body, in bytes, that is read: larger ones are only counted, and never replayed.
  public static let largestBody = BodyLimits().largestBytes

  /// True if the body is too large to be read and to be replayed.
  public var isTooLarge: Bool { bodyBytes > Self.largestBody }

  /// False if the body was not read, because it was not needed or would have taken too much memory.
  public var hasBody: Bool { message.body.count == bodyBytes }

  /// The message without its body, which can be long.
  public var withoutBody: ParkedMessage {
    var copy = self
    copy.message.body = Data()
    return copy
  }

  /// The reason of a message that the broker parked, because it had been delivered too often without an
  /// acknowledgement.
  ///
  /// This reason is not a ``ParkingCode``: the message may be harmless, and another message of its batch may be the
  /// cause.
  public static let deliveryLimit = "delivery.limit"

  /// The reason of a message for which no queue was bound.
  ///
  /// This reason is not a ``ParkingCode``, because no worker has seen the message.
  public static let unrouted = "message.unrouted"

  /// The reason of a message that a school's system has rejected; the broker does not know why.
  public static let rejected = "message.rejected"

  /// All values that ``reason`` can have for a message of version 1.
  public static let reasons = ParkingCode.allCases.map(\.rawValue) + [deliveryLimit, unrouted, rejected]

  /// True if no queue was bound for the message.
  public var isUnrouted: Bool { queue == QueueName.unrouted }

  /// True if the message was parked from a queue that schools' systems consume.
  private var isOfSchools: Bool { queue == QueueName.schools || QueueName.isSchool(queue) }

  /// The parked queue of a work queue; for `admission.unrouted`, that queue itself.
  public static func parkedQueue(of queue: String) -> String {
    queue == QueueName.unrouted ? queue : QueueName.parked(of: queue)
  }

  /// The routing key; a mask if no route of the contract accepts it, because an unknown key may name a person.
  var shownRoutingKey: String {
    MessageRoute.version1.contains { $0.keys.contains { $0.accepts(routingKey) } } ? routingKey : .mask
  }

  /// The reason why the message was parked: the worker's header states it, or else the broker's.
  ///
  /// A worker rejects a message only if the body is too large to be read; a school's system may reject any message.
  /// Every other message that the broker has parked had reached the delivery limit. The broker's header may still say
  /// `expired`, from an earlier wait in a retry queue.
  public var reason: String {
    guard !isUnrouted else { return Self.unrouted }
    guard let text = word(HeaderName.parkedReason) else {
      let death = message.text("x-last-death-reason") ?? message.text("x-first-death-reason")
      guard death == "rejected" else { return Self.deliveryLimit }
      return isOfSchools ? Self.rejected : ParkingCode.messageTooLarge.rawValue
    }
    return ParkingCode(rawValue: text)?.rawValue ?? "not known"
  }

  /// The worker's detail, or the routing key of an unrouted message; nil if the broker parked the message.
  public var detail: String? { isUnrouted ? "by \(shownRoutingKey)" : word(HeaderName.parkedDetail) }

  /// The time at which a worker parked the message; nil if the broker parked it.
  public var parkedAt: Timestamp? { word(HeaderName.parkedAt).flatMap { Timestamp($0) } }

  /// The worker that parked the message, or `broker`.
  public var parkedBy: String { word(HeaderName.parkedBy) ?? "broker" }

  /// False if no worker has parked the message; then all headers `x-parked-…` come from the sender.
  ///
  /// When the broker parks a message, it leaves these headers unchanged and adds `x-death`, which the workers' copies
  /// do not have.
  var isParkedByWorker: Bool { !isUnrouted && message.headers["x-death"] == nil }

  private func word(_ header: String) -> String? { isParkedByWorker ? message.text(header) : nil }

  /// The application that the message is about; nil if the sender's `correlation_id` names none.
  public var application: ApplicationID? { message.applicationId }

  /// The reader that the message is for, such as `intake`; for an unrouted message, the first reader of its routing
  /// key.
  var readerName: String {
    (bindings.first?.queue ?? queue).replacing("\(ExchangeName.admission).", with: "")
  }

  /// The bindings of version 1 that match an unrouted message's routing key, with its readers' queues; empty for other
  /// messages.
  public var bindings: [BindingDefinition] { isUnrouted ? Self.topology.bindings(for: routingKey) : [] }

  /// The topology whose bindings are searched.
  ///
  /// Retry queues are left out, because they are not bound to the exchange `admission`.
  private static let topology = Topology.version1(retryLadderSeconds: [])

  /// The delivery event of an operator who takes the message out of its queue; nil if the message has no valid ids.
  public func event(_ kind: DeliveryEvent.Kind, because: String, at time: Timestamp) -> DeliveryEvent? {
    guard let id = message.messageId, let application else { return nil }
    return DeliveryEvent(
      kind, message: id, application: application, worker: readerName, reason: because, time: time)
  }

  /// The message as it is sent back to work, without traces of earlier attempts.
  ///
  /// A parked message goes to the queue that it was parked from. An unrouted message is published as its sender
  /// published it. The headers `CC` and `BCC` are left out, because with an operator's permissions they would reach
  /// queues that the sender may not reach.
  public var replayed: Publication {
    var copy = message
    for header in HeaderName.routing { copy.headers[header] = nil }
    guard !isUnrouted else {
      return Publication(exchange: ExchangeName.admission, routingKey: routingKey, message: copy)
    }
    // If the broker parked the message, this header comes from the sender.
    if !isParkedByWorker { copy.headers[HeaderName.routingKey] = nil }
    for header in [HeaderName.attempt] + HeaderName.parking { copy.headers[header] = nil }
    return Publication(exchange: ExchangeName.aside, routingKey: queue, message: copy)
  }
}

/// A line about a parked message.
///
/// Id, type and application come from the sender: they are masked unless they have the contract's form, because they
/// may name a person.
public struct ParkedListing: Encodable, Sendable {
  /// The queue that the message was parked from.
  public let queue: String
  /// The message's id; nil if it has none, masked if it is not a UUID.
  public let messageId: String?
  /// The application's id; nil if the message names none, masked if it is not a UUID.
  public let applicationId: String?
  /// The message's type; nil if it has none, masked if it does not look like a type.
  public let type: String?
  /// The code of the reason.
  public let reason: String
  /// The worker's detail, or the routing key of an unrouted message; nil if the broker parked the message.
  public let detail: String?
  /// The time of parking; nil if the broker parked the message.
  public let parkedAt: Timestamp?
  /// The worker that parked the message, or `broker`.
  public let parkedBy: String
  /// The number of times that the message had been tried again.
  public let attempts: Int64
  /// The length of the message's body, in bytes.
  public let bytes: Int

  /// Describes a parked message.
  ///
  /// - Parameters:
  ///   - parked: the message.
  ///   - personal: true to give ids and type in full.
  public init(_ parked: ParkedMessage, personal: Bool = false) {
    let message = parked.message
    func shown(_ text: String?, if isImpersonal: (String) -> Bool) -> String? {
      text.map { personal || isImpersonal($0) ? $0 : .mask }
    }
    queue = parked.queue
    reason = parked.reason
    bytes = parked.bodyBytes
    messageId = shown(message.id) { _ in message.messageId != nil }
    applicationId = shown(message.correlationId) { _ in message.applicationId != nil }
    type = shown(message.type) { $0.wholeMatch(of: /[A-Za-z.]{1,60}\.v[0-9]{1,3}/) != nil }
    detail = parked.detail
    parkedAt = parked.parkedAt
    parkedBy = parked.parkedBy
    attempts = Int64(message.attempt)
  }
}
