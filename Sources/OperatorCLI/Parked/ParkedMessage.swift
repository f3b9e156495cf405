import QueueContracts
import WorkerRuntime

/// A message that waits for a person.
struct ParkedMessage: Sendable {
  /// The queue that it was parked from.
  let queue: String
  let message: BrokerMessage

  /// What the broker parked because it had given it out in vain too often: no worker's code, for it may be the neighbour
  /// of a culprit.
  static let deliveryLimit = "delivery.limit"

  /// All that ``reason`` may be of a message of version 1.
  static let reasons = ParkingCode.allCases.map(\.rawValue) + [deliveryLimit]

  /// Why it was parked: a worker's word, or else what the broker did.
  ///
  /// A worker rejects nothing but a body that is too large to be read. A message that waited in a retry queue has died
  /// there first, of its time, so every other death ended at the limit.
  var reason: String {
    guard let text = word(HeaderName.parkedReason) else {
      let death = message.text("x-last-death-reason") ?? message.text("x-first-death-reason")
      return death == "rejected" ? ParkingCode.messageTooLarge.rawValue : Self.deliveryLimit
    }
    return ParkingCode(rawValue: text)?.rawValue ?? "not known"
  }

  /// A worker's words; nil where the broker parked it.
  var detail: String? { word(HeaderName.parkedDetail) }

  var parkedAt: Timestamp? { word(HeaderName.parkedAt).flatMap { Timestamp($0) } }

  var parkedBy: String { word(HeaderName.parkedBy) ?? "broker" }

  /// False where the headers `x-parked-…` are the sender's.
  ///
  /// The broker leaves them as they are when it parks, and adds `x-death`, which is missing in the workers' copies.
  var isParkedByWorker: Bool { message.headers["x-death"] == nil }

  private func word(_ header: String) -> String? { isParkedByWorker ? message.text(header) : nil }

  /// Whose message it is: `intake` of `admission.intake`.
  var workerName: String { queue.replacing("\(ExchangeName.admission).", with: "") }

  /// That a person takes it out; nil where it is not named by ids.
  func event(_ kind: DeliveryEvent.Kind, because: String, at time: Timestamp) -> DeliveryEvent? {
    guard let id = message.id.flatMap({ MessageID($0) }),
      let application = message.correlationId.flatMap({ ApplicationID($0) })
    else { return nil }
    return DeliveryEvent(
      kind, message: id, application: application, worker: workerName, reason: because, time: time)
  }

  /// The same message for the queue that it was parked from, as if it came for the first time.
  var replayed: Publication {
    var copy = message
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
