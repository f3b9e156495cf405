import Foundation
import QueueContracts

@testable import IntakeWorker
@testable import WorkerRuntime

extension Checker {
  /// The waits of the simulated ladder in seconds, by the number of retries so far.
  private static let waits = [1, 5, 5]

  /// Checks a publication, which is an output, or a copy of a message that waits or is parked.
  ///
  /// An output must be the same each time. A copied message must have been given to the lane, and must have a reason to
  /// wait or to be parked.
  mutating func checkPublication(_ publication: Publication, by lane: Int, in queue: String) {
    let message = publication.message
    guard deadlines.watches[lane] == nil else { return checkNotice(publication, by: lane, in: queue) }
    guard ExchangeName.isAside(publication.exchange) else {
      let key = Key(message, in: queue)
      if let id = key.id { outputIds.insert(id) }
      arrivals[key, default: 0] += 1
      if let before = outputs.updateValue(message, forKey: key), before != message {
        object("output \(message.brief) differs from an earlier one")
      }
      checkRepetition(message, by: lane)
      return
    }
    guard let worker = workerOfLane[lane] else { return object("lane \(lane) was never started") }
    let source = given[lane]?.last { Self.isCopy(publication, of: $0, in: workers[worker].queue) }
    guard let source else { return object("lane \(lane) sent aside \(message.brief), which it was never sent") }
    if queue == workers[worker].queue { return checkGivenBack(source) }
    let isParked = queue == QueueName.parked(of: workers[worker].queue)
    if isParked { parked.insert(Key(source, in: workers[worker].queue)) }
    if message.headers[HeaderName.parkedReason] == .text(ParkingCode.deliveryPoison.rawValue) {
      let count = crashesAlone[lane] ?? 0
      if count < World.crashLimit { object("lane \(lane) parks \(message.brief) as poison after \(count) deaths") }
    } else if let objection = Self.objection(toSendingAside: source, isParked: isParked, by: workers[worker].name) {
      object("lane \(lane) put aside \(message.brief), \(objection)")
    }
  }

  /// Checks that a confirmed output is published again only if its input was delivered again.
  private mutating func checkRepetition(_ message: BrokerMessage, by lane: Int) {
    guard let id = message.messageId, let source = sources[id] else { return }
    let before = confirmed[lane, default: []].count { $0.at < at && $0.publication.message.id == message.id }
    let deliveries = given[lane, default: []].count { $0.id.flatMap { MessageID($0) } == source.id }
    if before >= deliveries { object("lane \(lane) published \(message.brief) again, which was confirmed") }
  }

  /// Notes that a message was put back into its queue, and may be there twice if a confirm or acknowledgement is lost.
  private mutating func checkGivenBack(_ source: BrokerMessage) {
    for worker in workers { possibleDuplicates.insert(Key(source, in: worker.queue)) }
    if source.body.count > WireCodec.maximumBodyBytes { object("\(source.brief) was given back unread") }
  }

  /// True if a publication is a copy of the message, with the headers that the copy's target queue requires.
  static func isCopy(_ publication: Publication, of message: BrokerMessage, in queue: String) -> Bool {
    guard ExchangeName.isAside(publication.exchange) else { return false }
    var (copy, message) = (publication.message, message)
    message.headers[HeaderName.suspect] = nil
    // A copy's routing-key header holds the key by which its message was first published.
    (copy.headers[HeaderName.routingKey], message.headers[HeaderName.routingKey]) = (nil, nil)
    if publication.routingKey == queue {
      copy.headers[HeaderName.suspect] = nil
      return copy == message
    }
    if publication.routingKey == QueueName.parked(of: queue) {
      guard case .text(let code) = copy.headers.removeValue(forKey: "x-parked-reason"),
        ParkingCode(rawValue: code) != nil,
        case .text(let time) = copy.headers.removeValue(forKey: "x-parked-at"), Timestamp(time) != nil,
        case .text = copy.headers.removeValue(forKey: "x-parked-detail"),
        case .text(let by) = copy.headers.removeValue(forKey: "x-parked-by"), queue == "admission.\(by)"
      else { return false }
      return copy == message
    }
    let attempt = message.attempt
    guard attempt < waits.count, publication.routingKey == "\(queue).retry.\(waits[attempt])",
      copy.headers["x-attempt"] == .integer(Int64(attempt + 1))
    else { return false }
    copy.headers["x-attempt"] = message.headers["x-attempt"]
    return copy == message
  }

  /// Says why a message may not wait, or if `isParked`, why it may not be parked; nil if it may.
  private static func objection(toSendingAside message: BrokerMessage, isParked: Bool, by worker: String) -> String? {
    if message.type == ApplicationOverdue.type {
      // If its publisher's clock is ahead, a notice comes before the deadline, and waits. In the simulation no clock is
      // ahead by a second or more, so one wait of a second is enough.
      return !isParked && message.attempt == 0 ? nil : "a notice that can be handled"
    }
    if message.type == ProcessingUpdated.type { return "with which nothing is wrong" }
    guard message.type == Parcel.type, message.messageId != nil,
      let parcel = try? WireCodec.decode(Parcel.self, from: message.body)
    else { return isParked ? nil : "which can never be read" }
    switch parcel.trouble(at: worker) {
    case nil: return "with which nothing is wrong"
    case .forAPerson: return isParked ? nil : "which has to be parked at once"
    case .factAway, .heldUp, .refusedOnce: return isParked ? "before its attempts were spent" : nil
    case .early, .refusedAlways, .programmingError, .deadly:
      return isParked && message.attempt < waits.count ? "before its attempts were spent" : nil
    }
  }
}
