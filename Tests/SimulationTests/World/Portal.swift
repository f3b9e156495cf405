import Foundation
import QueueContracts

@testable import WorkerRuntime

/// The messages that the portal is going to publish.
struct Portal {
  private(set) var publications: [Publication] = []
  private var lastSerial = 0

  init(random: inout SplitMix64, workers: [String]) {
    let applications = (0..<(1 + random.below(4))).map { _ in ApplicationID(uuid: random.uuid()) }
    for _ in 0..<(3 + random.below(8)) {
      let trouble: Trouble? =
        random.chance(perMille: 350)
        ? Trouble(worker: random.pick(workers), kind: random.pick(Trouble.common)) : nil
      let publication = publication(to: random.pick(applications), trouble, &random)
      publications.append(publication)
      if random.chance(perMille: 200) { publications.append(publication) }
      if random.chance(perMille: 100) {
        publications.append(variant(of: publication, to: random.pick(applications), &random))
      }
      if random.chance(perMille: 150) { publications.append(unreadable(publication, &random)) }
    }
    publications = random.shuffled(publications)
  }

  /// Creates twelve messages, some of which kill the process that handles them.
  init(deadlyCount count: Int, random: inout SplitMix64) {
    for number in 0..<12 {
      let trouble = number < count ? Trouble(worker: ToyWorker.first, kind: .deadly) : nil
      publications.append(publication(to: ApplicationID(uuid: random.uuid()), trouble, &random))
    }
    publications = random.shuffled(publications)
  }

  var next: Publication? { publications.last }

  mutating func removeNext() { publications.removeLast() }

  private mutating func publication(
    to application: ApplicationID, _ trouble: Trouble?, _ random: inout SplitMix64
  ) -> Publication {
    // A message with the key of a school's decision is routed to two workers.
    let key = random.chance(perMille: 150) ? RoutingKey.schoolDecided(.transfer) : RoutingKey.applicationSubmitted
    return Publication(
      exchange: ExchangeName.admission, routingKey: key,
      message: BrokerMessage(
        id: MessageID(uuid: random.uuid()).description, type: Parcel.type, contentType: "application/json",
        correlationId: application.description, appId: "portal", timestamp: 1_775_016_000,
        headers: [HeaderName.traceparent: .text("00-\(random.next())"), "x-opaque": .opaque(Data([1, 2, 3]))],
        body: body(to: application, trouble, isAnswer: random.chance(perMille: 200))))
  }

  /// A message with the id of the given message, sometimes in upper case, and with another body.
  private mutating func variant(
    of publication: Publication, to application: ApplicationID, _ random: inout SplitMix64
  ) -> Publication {
    var message = publication.message
    message.body = body(to: application, nil, isAnswer: false)
    if random.chance(perMille: 500) { message.id = message.id?.uppercased() }
    return Publication(exchange: publication.exchange, routingKey: publication.routingKey, message: message)
  }

  /// A message that can never be read, sometimes with the id of the given message, which is readable.
  private func unreadable(_ publication: Publication, _ random: inout SplitMix64) -> Publication {
    var message = publication.message
    if random.chance(perMille: 700) { message.id = MessageID(uuid: random.uuid()).description }
    switch random.below(6) {
    case 0: message.id = nil
    case 1: message.id = "no UUID"
    case 2: message.type = "simulation.parcel.v2"
    case 3: message.body = Data("{\"serial\":".utf8)
    case 4: message.body = Data("{\"serial\":true}".utf8)
    default: message.body = Data(repeating: 32, count: WireCodec.maximumBodyBytes + 1)
    }
    return Publication(exchange: publication.exchange, routingKey: publication.routingKey, message: message)
  }

  private mutating func body(to application: ApplicationID, _ trouble: Trouble?, isAnswer: Bool) -> Data {
    lastSerial += 1
    return WireCodec.encode(
      Parcel(applicationId: application, serial: lastSerial, trouble: trouble, isAnswer: isAnswer, history: []))
  }
}

extension SplitMix64 {
  fileprivate mutating func uuid() -> UUID {
    let (high, low) = (next(), next())
    func byte(_ word: UInt64, _ index: Int) -> UInt8 { UInt8(truncatingIfNeeded: word >> (UInt64(index) * 8)) }
    return UUID(
      uuid: (
        byte(high, 0), byte(high, 1), byte(high, 2), byte(high, 3), byte(high, 4), byte(high, 5), byte(high, 6),
        byte(high, 7), byte(low, 0), byte(low, 1), byte(low, 2), byte(low, 3), byte(low, 4), byte(low, 5), byte(low, 6),
        byte(low, 7)
      ))
  }
}
