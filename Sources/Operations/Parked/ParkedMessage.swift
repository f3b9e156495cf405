import QueueContracts
import WorkerRuntime

/// A message that waits for a person.
public struct ParkedMessage: Sendable {
  /// The queue that it was parked from; `admission.unrouted` if it waits there.
  public let queue: String
  /// As it lies in the queue.
  public var message: BrokerMessage
  /// By which it was published, if it is unrouted.
  public var routingKey = ""
  /// False if the body is too large to be gathered: what is in ``message`` is none.
  public var isWhole = true

  /// A whole message.
  public init(queue: String, message: BrokerMessage) {
    self.queue = queue
    self.message = message
  }

  /// A message as it was taken from a queue to look at it.
  public init(queue: String, _ delivery: Delivery) {
    self.init(queue: queue, message: delivery.message)
    if isUnrouted { routingKey = delivery.routingKey }
    isWhole = delivery.omittedBodyBytes == nil
  }

  /// What the broker parked because it had given it out in vain too often: no worker's code, for it may be the neighbour
  /// of a culprit.
  public static let deliveryLimit = "delivery.limit"

  /// What no queue was bound for: no worker's code, for no worker has seen it.
  public static let unrouted = "message.unrouted"

  /// All that ``reason`` may be of a message of version 1.
  public static let reasons = ParkingCode.allCases.map(\.rawValue) + [deliveryLimit, unrouted]

  /// True if it came to no queue of its reader.
  public var isUnrouted: Bool { queue == QueueName.unrouted }

  /// The queue in which what concerns that queue waits for a person.
  public static func place(of queue: String) -> String {
    queue == QueueName.unrouted ? queue : QueueName.parked(of: queue)
  }

  /// The routing key, if it has the contract's form; what a sender made up may name a person.
  public var shownRoutingKey: String {
    MessageRoute.version1.contains { $0.keys.contains { $0.accepts(routingKey) } } ? routingKey : .mask
  }

  /// Why it was parked: a worker's word, or else what the broker did.
  ///
  /// A worker rejects nothing but a body that is too large to be read. A message that waited in a retry queue has died
  /// there first, of its time, so every other death ended at the limit.
  public var reason: String {
    guard !isUnrouted else { return Self.unrouted }
    guard let text = word(HeaderName.parkedReason) else {
      let death = message.text("x-last-death-reason") ?? message.text("x-first-death-reason")
      return death == "rejected" ? ParkingCode.messageTooLarge.rawValue : Self.deliveryLimit
    }
    return ParkingCode(rawValue: text)?.rawValue ?? "not known"
  }

  /// A worker's words, or the routing key that led nowhere; nil where the broker parked it.
  public var detail: String? { isUnrouted ? "by \(shownRoutingKey)" : word(HeaderName.parkedDetail) }

  /// When a worker parked it; nil if the broker did.
  public var parkedAt: Timestamp? { word(HeaderName.parkedAt).flatMap { Timestamp($0) } }

  /// The worker, or `broker`.
  public var parkedBy: String { word(HeaderName.parkedBy) ?? "broker" }

  /// False where the headers `x-parked-…` are the sender's.
  ///
  /// The broker leaves them as they are when it parks, and adds `x-death`, which is missing in the workers' copies.
  public var isParkedByWorker: Bool { !isUnrouted && message.headers["x-death"] == nil }

  private func word(_ header: String) -> String? { isParkedByWorker ? message.text(header) : nil }

  /// Which application it is about; nil if its sender's words name none.
  public var application: ApplicationID? { message.correlationId.flatMap { ApplicationID($0) } }

  /// Whose message it is: `intake` of `admission.intake`; of an unrouted one, who was to get it first.
  public var workerName: String {
    (bindings.first?.queue ?? queue).replacing("\(ExchangeName.admission).", with: "")
  }

  /// By which version 1 leads an unrouted one to its readers; none of another message.
  public var bindings: [BindingDefinition] { isUnrouted ? Self.topology.bindings(for: routingKey) : [] }

  /// No ladder changes what `admission` leads where.
  private static let topology = Topology.version1(retryLadderSeconds: [])

  /// That a person takes it out; nil where it is not named by ids.
  public func event(_ kind: DeliveryEvent.Kind, because: String, at time: Timestamp) -> DeliveryEvent? {
    guard let id = message.id.flatMap({ MessageID($0) }), let application else { return nil }
    return DeliveryEvent(
      kind, message: id, application: application, worker: workerName, reason: because, time: time)
  }

  /// The same message for the queue that it was parked from, as if it came for the first time; an unrouted one as its
  /// sender published it.
  ///
  /// Without the headers by which its sender named other queues, where an operator's right would lead it.
  public var replayed: Publication {
    var copy = message
    for header in ["CC", "BCC"] { copy.headers[header] = nil }
    guard !isUnrouted else {
      return Publication(exchange: ExchangeName.admission, routingKey: routingKey, message: copy)
    }
    // What the broker parked has the sender's headers.
    if !isParkedByWorker { copy.headers[HeaderName.routingKey] = nil }
    for header in [
      HeaderName.attempt, HeaderName.parkedReason, HeaderName.parkedDetail, HeaderName.parkedAt, HeaderName.parkedBy,
    ] {
      copy.headers[header] = nil
    }
    return Publication(exchange: ExchangeName.aside, routingKey: queue, message: copy)
  }
}

/// A line about a parked message.
///
/// Id, type and application are the sender's words: only what has the contract's form is shown, for the rest may name a
/// person.
public struct ParkedListing: Encodable, Sendable {
  /// The queue that it was parked from.
  public let queue: String
  /// Nil if it has none; masked if it is no UUID.
  public let messageId: String?
  /// Nil if it names none; masked if it is no UUID.
  public let applicationId: String?
  /// Nil if it has none; masked if it does not look like a type.
  public let type: String?
  /// The code of the reason.
  public let reason: String
  /// A worker's words; nil if the broker parked it.
  public let detail: String?
  /// Nil if the broker parked it.
  public let parkedAt: Timestamp?
  /// The worker, or `broker`.
  public let parkedBy: String
  /// How often it had been tried again.
  public let attempts: Int64
  /// The length of its body.
  public let bytes: Int

  /// Describes a parked message.
  ///
  /// - Parameters:
  ///   - parked: the message.
  ///   - personal: true to give ids and type whatever they look like.
  public init(_ parked: ParkedMessage, personal: Bool = false) {
    let message = parked.message
    func shown(_ text: String?, if isImpersonal: (String) -> Bool) -> String? {
      text.map { personal || isImpersonal($0) ? $0 : .mask }
    }
    queue = parked.queue
    reason = parked.reason
    bytes = message.body.count
    messageId = shown(message.id) { MessageID($0) != nil }
    applicationId = shown(message.correlationId) { ApplicationID($0) != nil }
    type = shown(message.type) { $0.wholeMatch(of: /[A-Za-z.]{1,60}\.v[0-9]{1,3}/) != nil }
    detail = parked.detail
    parkedAt = parked.parkedAt
    parkedBy = parked.parkedBy
    if case .integer(let number) = message.headers[HeaderName.attempt] { attempts = number } else { attempts = 0 }
  }
}

extension BrokerMessage {
  /// Nil when the header is missing or no text.
  fileprivate func text(_ header: String) -> String? {
    guard case .text(let text) = headers[header] else { return nil }
    return text
  }
}
