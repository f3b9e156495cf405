import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime

/// Messages that anybody with a right to publish can send.
///
/// Each of them has to be handled or parked, and must not affect any other message.
@Suite("Hostile input", .serialized, .timeLimit(.minutes(5)))
struct HostileInputTests {
  /// Bytes that are not UTF-8.
  ///
  /// The second text is as long as a property may be. It would be too long if each of its bytes were replaced by
  /// U+FFFD, which has three bytes.
  private static let wrongBytes: [[UInt8]] = [[0x41, 0xC3, 0x28, 0xFF], [UInt8](repeating: 0xFF, count: 255)]

  @Test("Messages with strings that are not UTF-8, in any property, header or routing key, are handled or parked")
  func invalidUTF8() async throws {
    var scene = Scene()
    for wrong in Self.wrongBytes {
      for property in RawMessage.Property.allCases {
        switch property {
        case .messageId: scene.isParked("message.undecodable", "message_id") { $0.properties[property] = wrong }
        case .type: scene.isParked("message.unknownType") { $0.properties[property] = wrong }
        default:
          scene.isHandled { $0.properties[property] = wrong }
          scene.isParked("message.notJSON", brokenBody: true) { $0.properties[property] = wrong }
        }
      }
      scene.isParked("message.unknownType") { message in
        for property in RawMessage.Property.allCases { message.properties[property] = wrong }
      }
      for header in [
        RawMessage.header(wrong, Array("value".utf8)), RawMessage.header(Array("x-key".utf8), wrong),
        RawMessage.header(wrong, wrong), RawMessage.header(Array("traceparent".utf8), wrong),
      ] {
        scene.isHandled { $0.headers = header }
        scene.isParked("message.notJSON", brokenBody: true) { $0.headers = header }
      }
      scene.isParked("message.misrouted") { $0.routingKey = Array("application.".utf8) + wrong.prefix(243) }
    }
    try await scene.play()
  }

  @Test("The deepest, largest and oddest headers that fit into a frame are handled or parked")
  func headers() async throws {
    var scene = Scene()
    let deep: (inout RawMessage) -> Void = { $0.headers = Self.nested(depth: $0.headerRoom / 7) }
    func full(_ key: String) -> (inout RawMessage) -> Void {
      // A header takes six bytes besides its key and value: the key's length, the kind, and the value's length.
      {
        $0.headers = RawMessage.header(Array(key.utf8), [UInt8](repeating: 0x78, count: $0.headerRoom - key.count - 6))
      }
    }
    let many: (inout RawMessage) -> Void = { message in
      for number in 0..<(message.headerRoom / 8) {
        message.headers += RawMessage.header([UInt8(number & 63), UInt8(number >> 6 & 63)], [])
      }
    }
    let emptyKeys: (inout RawMessage) -> Void = {
      $0.headers = RawMessage.header([], Array("a".utf8)) + RawMessage.header([], []) + RawMessage.header("", 1)
    }
    let counts: (inout RawMessage) -> Void = {
      $0.headers = RawMessage.header("x-delivery-count", .max) + RawMessage.header("x-attempt", .min)
    }
    let everySpoof: (inout RawMessage) -> Void = { message in
      for name in ["x-parked-reason", "x-parked-by", "x-attempt", "x-death", "traceparent"] {
        message.headers += RawMessage.header(name, -1)
      }
    }
    for change in [deep, full("x-large"), full("traceparent"), many, emptyKeys, counts, everySpoof] {
      scene.isHandled(change)
      scene.isParked("message.notJSON", brokenBody: true, change)
      scene.isParked("application.unknown", withdrawal: true, change)
    }
    try await scene.play()
  }

  @Test("With headers that the broker obeys, such as CC and x-death, a message is handled or parked as usual")
  func headersForTheBroker() async throws {
    var scene = Scene()
    let queue = Array(QueueName.intake.utf8)
    func list(_ key: String, _ element: [UInt8]) -> [UInt8] {
      Array(key.utf8).short + [UInt8(ascii: "A")] + element.long
    }
    let name = [UInt8(ascii: "S")] + queue.long
    let death =
      RawMessage.header(Array("queue".utf8), queue) + RawMessage.header(Array("reason".utf8), Array("expired".utf8))
    let deaths = list("x-death", [UInt8(ascii: "F")] + death.long)
    for headers in [list("CC", name), list("BCC", name), list("x-death", name), deaths] {
      scene.isHandled { $0.headers = headers }
      scene.isParked("message.notJSON", brokenBody: true) { $0.headers = headers }
      scene.isParked("application.unknown", withdrawal: true) { $0.headers = headers }
    }
    try await scene.play()
  }

  @Test("Bodies that are missing, too large or broken are parked")
  func bodies() async throws {
    var scene = Scene()
    scene.isParked("message.notJSON") { $0.body = Data() }
    scene.isParked("message.tooLarge") { $0.body = Data(count: 300 * 1024) }
    scene.isParked("message.notJSON") { $0.body = Data([0x7B, 0xC3, 0x28, 0x7D]) }
    scene.isParked("message.undecodable") { $0.body = Data(#"{"applicationId":"\uD800"}"#.utf8) }
    scene.isParked("message.undecodable", "") { message in
      message.body =
        Data(repeating: UInt8(ascii: "["), count: 100_000) + Data(repeating: UInt8(ascii: "]"), count: 100_000)
    }
    try await scene.play()
  }

  @Test("A form with a NUL character, which no store can hold, is parked with the path of the field")
  func nulCharacters() async throws {
    var scene = Scene()
    scene.isParked("message.undecodable", "form.applicant.iin", Families.enrolment(1) { $0.applicant.iin += "\0" })
    scene.isParked("message.undecodable", "form.child.iin", Families.enrolment(2) { $0.child.iin = "\0" })
    scene.isParked("message.undecodable", "form.child.givenName", Families.enrolment(3) { $0.child.givenName = "А\0а" })
    scene.isParked(
      "message.undecodable", "form.transfer.deregistrationSlip.number",
      Families.transfer(4) { $0.transfer?.deregistrationSlip.number = "S\0" })
    try await scene.play()
  }

  @Test("A form with a value beyond its bounds, or with a key twice, is parked with the path of the field")
  func bounds() async throws {
    var scene = Scene()
    scene.isParked(
      "message.undecodable", "form.child.familyName",
      Families.enrolment(1) { $0.child.familyName = String(repeating: "Ә", count: 60_000) })
    scene.isParked(
      "message.undecodable", "form.applicant.givenName", Families.enrolment(2) { $0.applicant.givenName = "\u{202E}" })
    scene.isParked(
      "message.undecodable", "form.documents",
      Families.enrolment(3) { $0.documents = Array(repeating: $0.documents[0], count: 33) })
    scene.isParked(
      "message.undecodable", "form.documents.0.reference",
      Families.enrolment(4) { $0.documents[0].reference = String(repeating: "a/", count: 20_000) })
    let twice = Data(#""number":"1","#.utf8)
    scene.isParked("message.undecodable", "number") { $0.body.insert(contentsOf: twice + twice, at: 1) }
    scene.isParked("message.undecodable", "number") {
      $0.body.insert(contentsOf: Data(#""n\u0075mber":"1","#.utf8), at: 1)
    }
    try await scene.play()
  }

  private static func nested(depth: Int) -> [UInt8] {
    (0..<depth).flatMap { level -> [UInt8] in
      let inside = (depth - level - 1) * 7
      return [1, UInt8(ascii: "k"), UInt8(ascii: "F")] + [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: inside >> $0) }
    }
  }
}

/// Messages that are sent together, each followed by a good message, with their expected outcomes.
private struct Scene {
  private struct Parked {
    let message: RawMessage
    let reason: String
    let detail: String?
  }

  private var messages: [RawMessage] = []
  private var parked: [Parked] = []
  private var handled: Set<String> = []
  private var number = 1000

  /// Adds an application that is accepted although its message is changed.
  mutating func isHandled(_ change: (inout RawMessage) -> Void = { _ in }) {
    let application = nextApplication()
    var message = RawMessage(application, routingKey: RoutingKey.applicationSubmitted)
    change(&message)
    messages.append(message)
    handled.insert(application.applicationId.description)
  }

  /// Adds a message that has to be parked, and after it a message that has to be handled.
  ///
  /// - Parameters:
  ///   - reason: what `x-parked-reason` says.
  ///   - detail: what `x-parked-detail` says; nil if its text is not promised.
  ///   - application: the application in the message; nil for the next application.
  ///   - brokenBody: true for a body that is not JSON.
  ///   - withdrawal: true to send, instead of the application, its withdrawal. The withdrawal is retried before it is
  ///     parked, because the application never comes.
  ///   - change: changes the message before it is sent.
  mutating func isParked(
    _ reason: String, _ detail: String? = nil, _ application: ApplicationSubmitted? = nil, brokenBody: Bool = false,
    withdrawal: Bool = false, _ change: (inout RawMessage) -> Void = { _ in }
  ) {
    let application = application ?? nextApplication()
    var message = RawMessage(application, routingKey: RoutingKey.applicationSubmitted)
    if brokenBody { message.body += Data("}".utf8) }
    if withdrawal {
      let withdrawn = ApplicationWithdrawn(
        applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
        withdrawnAt: application.submittedAt)
      message = RawMessage(withdrawn, routingKey: RoutingKey.applicationWithdrawn)
    }
    change(&message)
    messages.append(message)
    parked.append(Parked(message: message, reason: reason, detail: detail))
    isHandled()
  }

  private mutating func nextApplication() -> ApplicationSubmitted {
    number += 1
    return Families.enrolment(number)
  }

  /// Sends all messages before there is a worker, so that they come in the same batches.
  func play() async throws {
    let system = try await AdmissionSystem(["PREFETCH": "1000", "BATCH_LIMIT": "1000"])
    let publisher = try RawPublisher(to: system.amqpURL)
    for message in messages { try publisher.publish(message, exchange: ExchangeName.admission) }

    let workers = try WorkerName.programs.map { try system.launch($0) }
    defer { for worker in workers { worker.kill() } }
    let requests = try await system.take(handled.count, from: QueueName.schools, within: 90)
    #expect(Set(requests.compactMap(\.correlationId)) == handled)
    let copies = try await system.take(parked.count, from: QueueName.parked(of: QueueName.intake), within: 60)
    for expected in parked {
      guard let copy = copies.first(where: { $0.body == expected.message.body }) else {
        Issue.record("not parked, but expected to be for \(expected.reason)")
        continue
      }
      #expect(copy.headers[HeaderName.parkedReason] == .text(expected.reason))
      #expect(copy.headers[HeaderName.parkedBy] == .text("intake"))
      if let detail = expected.detail { #expect(copy.headers[HeaderName.parkedDetail] == .text(detail)) }
    }
    try await eventually("nothing else was parked, and nothing is left in a queue of a worker") {
      for queue in [QueueName.intake, QueueName.transfer, QueueName.notify].flatMap({ [$0, QueueName.parked(of: $0)] })
      {
        guard try await TestBroker.admin(system.amqpURL).counts(of: queue)?.messages == 0 else { return false }
      }
      return true
    }
    for worker in workers { #expect(worker.isRunning) }
    #expect(!system.logs.contains("Not consuming"), "\(system.logs)")
  }
}

extension RawMessage {
  fileprivate init(_ contract: some Contract, routingKey: String) {
    self.init(routingKey: Array(routingKey.utf8), body: WireCodec.encode(contract))
    properties[.messageId] = Array(UUID().uuidString.lowercased().utf8)
    properties[.type] = Array(Swift.type(of: contract).type.utf8)
  }
}
