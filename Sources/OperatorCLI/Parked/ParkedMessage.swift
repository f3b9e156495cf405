import QueueContracts
import WorkerRuntime

/// A message that waits for a person.
struct ParkedMessage: Sendable {
  /// The queue that it was parked from; `admission.unrouted` if it waits there.
  let queue: String
  var message: BrokerMessage
  /// By which it was published, if it is unrouted.
  var routingKey = ""
  /// False if the body is too large to be gathered: what is in ``message`` is none.
  var isWhole = true

  init(queue: String, message: BrokerMessage) {
    self.queue = queue
    self.message = message
  }

  init(queue: String, _ delivery: Delivery) {
    self.init(queue: queue, message: delivery.message)
    if isUnrouted { routingKey = delivery.routingKey }
    isWhole = delivery.omittedBodyBytes == nil
  }

  /// What the broker parked because it had given it out in vain too often: no worker's code, for it may be the neighbour
  /// of a culprit.
  static let deliveryLimit = "delivery.limit"

  /// What no queue was bound for: no worker's code, for no worker has seen it.
  static let unrouted = "message.unrouted"

  /// All that ``reason`` may be of a message of version 1.
  static let reasons = ParkingCode.allCases.map(\.rawValue) + [deliveryLimit, unrouted]

  /// True if it came to no queue of its reader.
  var isUnrouted: Bool { queue == QueueName.unrouted }

  /// The queue in which what concerns that queue waits for a person.
  static func place(of queue: String) -> String {
    queue == QueueName.unrouted ? queue : QueueName.parked(of: queue)
  }

  /// The routing key, if it has the contract's form; what a sender made up may name a person.
  var shownRoutingKey: String {
    MessageRoute.version1.contains { $0.keys.contains { $0.accepts(routingKey) } } ? routingKey : .mask
  }

  /// Why it was parked: a worker's word, or else what the broker did.
  ///
  /// A worker rejects nothing but a body that is too large to be read. A message that waited in a retry queue has died
  /// there first, of its time, so every other death ended at the limit.
  var reason: String {
    guard !isUnrouted else { return Self.unrouted }
    guard let text = word(HeaderName.parkedReason) else {
      let death = message.text("x-last-death-reason") ?? message.text("x-first-death-reason")
      return death == "rejected" ? ParkingCode.messageTooLarge.rawValue : Self.deliveryLimit
    }
    return ParkingCode(rawValue: text)?.rawValue ?? "not known"
  }

  /// A worker's words, or the routing key that led nowhere; nil where the broker parked it.
  var detail: String? { isUnrouted ? "by \(shownRoutingKey)" : word(HeaderName.parkedDetail) }

  var parkedAt: Timestamp? { word(HeaderName.parkedAt).flatMap { Timestamp($0) } }

  var parkedBy: String { word(HeaderName.parkedBy) ?? "broker" }

  /// False where the headers `x-parked-…` are the sender's.
  ///
  /// The broker leaves them as they are when it parks, and adds `x-death`, which is missing in the workers' copies.
  var isParkedByWorker: Bool { !isUnrouted && message.headers["x-death"] == nil }

  private func word(_ header: String) -> String? { isParkedByWorker ? message.text(header) : nil }

  /// Whose message it is: `intake` of `admission.intake`; of an unrouted one, who was to get it first.
  var workerName: String {
    (bindings.first?.queue ?? queue).replacing("\(ExchangeName.admission).", with: "")
  }

  /// By which version 1 leads an unrouted one to its readers; none of another message.
  var bindings: [BindingDefinition] { isUnrouted ? Self.topology.bindings(for: routingKey) : [] }

  /// No ladder changes what `admission` leads where.
  private static let topology = Topology.version1(retryLadderSeconds: [])

  /// That a person takes it out; nil where it is not named by ids.
  func event(_ kind: DeliveryEvent.Kind, because: String, at time: Timestamp) -> DeliveryEvent? {
    guard let id = message.id.flatMap({ MessageID($0) }),
      let application = message.correlationId.flatMap({ ApplicationID($0) })
    else { return nil }
    return DeliveryEvent(
      kind, message: id, application: application, worker: workerName, reason: because, time: time)
  }

  /// The same message for the queue that it was parked from, as if it came for the first time; an unrouted one as its
  /// sender published it.
  ///
  /// Without the headers by which its sender named other queues, where an operator's right would lead it.
  var replayed: Publication {
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
struct ParkedListing: Encodable {
  let queue: String
  let messageId: String?
  let applicationId: String?
  let type: String?
  let reason: String
  let detail: String?
  let parkedAt: Timestamp?
  let parkedBy: String
  let attempts: Int64
  let bytes: Int

  init(_ parked: ParkedMessage, personal: Bool = false) {
    let message = parked.message
    func shown(_ text: String?, if isImpersonal: (String) -> Bool) -> String? {
      text.map { personal || isImpersonal($0) ? $0 : .mask }
    }
    (queue, reason, bytes) = (parked.queue, parked.reason, message.body.count)
    messageId = shown(message.id) { MessageID($0) != nil }
    applicationId = shown(message.correlationId) { ApplicationID($0) != nil }
    type = shown(message.type) { $0.wholeMatch(of: /[A-Za-z.]{1,60}\.v[0-9]{1,3}/) != nil }
    (detail, parkedAt, parkedBy) = (parked.detail, parked.parkedAt, parked.parkedBy)
    if case .integer(let number) = message.headers[HeaderName.attempt] { attempts = number } else { attempts = 0 }
  }

  static func table(_ parked: [ParkedListing]) -> Table {
    var table = Table("QUEUE", "MESSAGE", "TYPE", "APPLICATION", "PARKED", "REASON", "DETAIL")
    for one in parked {
      table.add(
        one.queue, one.messageId ?? "none", one.type ?? "none", one.applicationId ?? "none",
        one.parkedAt?.forReading ?? "not known", one.reason, one.detail ?? "")
    }
    return table
  }
}

extension BrokerMessage {
  /// Nil when the header is missing or no text.
  fileprivate func text(_ header: String) -> String? {
    guard case .text(let text) = headers[header] else { return nil }
    return text
  }
}
