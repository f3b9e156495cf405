import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

@Suite("Messages that nobody can handle", .serialized, .timeLimit(.minutes(2)))
struct ParkingTests {
  @Test(
    "An unreadable message is parked with its body and the path of the wrong field; its neighbours are handled")
  func parked() async throws {
    let system = try await AdmissionSystem()
    let good = (1...20).map { Families.enrolment($0) }
    var object = try #require(
      try JSONSerialization.jsonObject(with: WireCodec.encode(Families.enrolment(99))) as? [String: Any])
    let formText = try #require(object["form"] as? String)
    let formBytes = try #require(Data(base64Encoded: formText))
    var form = try #require(try JSONSerialization.jsonObject(with: formBytes) as? [String: Any])
    var child = try #require(form["child"] as? [String: Any])
    child["birthDate"] = "2019-02-30"
    form["child"] = child
    object["form"] = try JSONSerialization.data(withJSONObject: form).base64EncodedString()

    func message(_ body: Data, type: String = ApplicationSubmitted.type, id: String? = UUID().uuidString)
      -> BrokerMessage
    {
      BrokerMessage(id: id, type: type, headers: ["x-odd": .text("Қ"), "x-count": .integer(-7)], body: body)
    }
    let valid = WireCodec.encode(Families.enrolment(98))
    let bad: [(BrokerMessage, String, String)] = [
      (message(Data()), "message.notJSON", ""),
      (message(Data([0x7B, 0xFF, 0xFE])), "message.notJSON", ""),
      (message(Data("[]".utf8)), "message.undecodable", ""),
      (message(valid, type: "application.submitted.v2"), "message.unknownType", ""),
      (message(valid, id: nil), "message.undecodable", "message_id"),
      (message(valid, id: "42"), "message.undecodable", "message_id"),
      (message(try JSONSerialization.data(withJSONObject: object)), "message.undecodable", "form.child.birthDate"),
      (message(Data(count: 256 * 1024 + 1)), "message.tooLarge", ""),
    ]
    var mixed = good.map { $0.message() }
    for (index, (message, _, _)) in bad.enumerated() { mixed.insert(message, at: index * 3) }

    try await system.publish(mixed, routingKey: RoutingKey.applicationSubmitted)
    try await system.withWorkers {
      let parked = try await system.take(bad.count, from: QueueName.parked(of: QueueName.intake))
      for (sent, reason, path) in bad {
        let copy = try #require(parked.first { $0.body == sent.body && $0.id == sent.id && $0.type == sent.type })
        #expect(copy.headers[HeaderName.parkedReason] == .text(reason))
        #expect(copy.headers[HeaderName.parkedBy] == .text("intake"))
        #expect(copy.headers["x-odd"] == .text("Қ"))
        #expect(copy.headers["x-count"] == .integer(-7))
        if !path.isEmpty { #expect(copy.headers[HeaderName.parkedDetail] == .text(path)) }
        guard case .text(let at) = copy.headers[HeaderName.parkedAt] else {
          Issue.record("x-parked-at is missing")
          continue
        }
        #expect(Timestamp(at) != nil)
      }
      let requests = try await system.take(good.count, from: QueueName.schools)
      #expect(Set(requests.compactMap(\.correlationId)) == Set(good.map(\.applicationId.description)))
    }
  }

  @Test("A message that comes by another type's routing key is parked unread and changes nothing")
  func misrouted() async throws {
    let system = try await AdmissionSystem()
    let store = try await system.store()
    let application = Families.enrolment(1)
    let withdrawal = ApplicationWithdrawn(
      applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
      withdrawnAt: Timestamp("2026-04-02T11:00:00+05:00")!)
    try await system.withWorkers(["IntakeWorker"]) {
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      _ = try await system.take(1, from: QueueName.schools)
      // A school's user may use this routing key, but only the portal may send this message.
      try await system.publish([withdrawal.message()], routingKey: RoutingKey.schoolDecided(.enrolment))
      let parked = try await system.take(1, from: QueueName.parked(of: QueueName.intake))
      #expect(parked.first?.headers[HeaderName.parkedReason] == .text("message.misrouted"))
      #expect(parked.first?.headers[HeaderName.parkedDetail] == .text("not by a routing key of its type"))
    }
    #expect(try await store.application(application.applicationId)?.state == .inProcessing)
  }

  @Test("A withdrawal whose application never comes is retried by the ladder, then parked")
  func unknownApplication() async throws {
    let system = try await AdmissionSystem()
    let withdrawal = ApplicationWithdrawn(
      applicationId: ApplicationID(uuid: UUID()), applicantIin: Families.iin(1, adult: true),
      withdrawnAt: Timestamp("2026-04-02T11:00:00+05:00")!)
    try await system.withWorkers(["IntakeWorker"]) {
      try await system.publish([withdrawal.message()], routingKey: RoutingKey.applicationWithdrawn)
      let parked = try await system.take(1, from: QueueName.parked(of: QueueName.intake))
      #expect(parked.first?.headers[HeaderName.parkedReason] == .text("application.unknown"))
      #expect(parked.first?.headers[HeaderName.attempt] == .integer(3))
    }
  }
}
