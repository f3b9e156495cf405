import Foundation
import Operations
import QueueContracts
import Testing
import WorkerRuntime

/// Tests how an operator chooses parked messages, and how the messages are grouped.
@Suite("Choosing and grouping parked messages")
struct ParkedFilterTests {
  private let application = ApplicationID(uuid: UUID())

  private func parked(
    _ reason: String, _ detail: String = "", at time: String = "2026-04-01T09:00:00+05:00",
    from queue: String = QueueName.intake
  ) -> ParkedMessage {
    ParkedMessage(
      queue: queue,
      message: BrokerMessage(
        id: UUID().uuidString, type: "application.submitted.v1", correlationId: application.description,
        headers: [
          HeaderName.parkedReason: .text(reason), HeaderName.parkedDetail: .text(detail),
          HeaderName.parkedAt: .text(time), HeaderName.parkedBy: .text("intake"),
        ], body: Data()))
  }

  @Test("Each group of parked messages has a count, a first and last time, and a filter that matches it")
  func groups() throws {
    let messages = [
      parked("school.unknown", at: "2026-04-02T09:00:00+05:00"), parked("attempts.spent", "unemployment"),
      parked("school.unknown", at: "2026-04-01T09:00:00+05:00"), parked("attempts.spent", "document store"),
      parked("school.unknown", from: QueueName.transfer),
    ]
    let groups = ParkedGroup.all(of: messages)
    #expect(groups.map(\.count) == [2, 1, 1, 1])
    #expect(groups[0].firstParkedAt == Timestamp("2026-04-01T09:00:00+05:00"))
    #expect(groups[0].lastParkedAt == Timestamp("2026-04-02T09:00:00+05:00"))
    for group in groups {
      let filter = try group.filter()
      #expect(messages.count { filter.queues == [$0.queue] && filter.matches($0) } == group.count)
    }
  }

  @Test("Messages that the broker parked at the delivery limit form a group without times")
  func brokersGroup() throws {
    let message = ParkedMessage(
      queue: QueueName.intake, message: BrokerMessage(headers: ["x-death": .opaque(Data())], body: Data()))
    let group = try #require(ParkedGroup.all(of: [message]).first)
    #expect(group.reason == ParkedMessage.deliveryLimit && group.detail == nil && group.firstParkedAt == nil)
    #expect(try group.filter().matches(message))
  }

  @Test("A filter leaves out parked messages with another id, application, reason or detail")
  func otherMessages() throws {
    let message = parked("school.unknown")
    let id = try #require(message.message.id)
    #expect(try ParkedFilter(ids: [id.lowercased(), "x"]).matches(message))
    #expect(try ParkedFilter(application: application).matches(message))
    #expect(try !ParkedFilter(application: ApplicationID(uuid: UUID())).matches(message))
    #expect(try !ParkedFilter(ids: [UUID().uuidString]).matches(message))
    #expect(try ParkedFilter(reason: "school.unknown").matches(message))
    #expect(try !ParkedFilter(reason: "attempts.spent").matches(message))
    #expect(try !ParkedFilter(detail: "x").matches(message))
  }

  @Test("A message that was parked because a school's consumer rejected it is not shown as too large")
  func rejectedBySchool() throws {
    func reason(_ queue: String, _ death: String) -> String {
      let headers: [String: HeaderValue] = ["x-death": .opaque(Data()), "x-last-death-reason": .text(death)]
      return ParkedMessage(queue: queue, message: BrokerMessage(headers: headers, body: Data())).reason
    }
    #expect(reason(QueueName.intake, "rejected") == ParkingCode.messageTooLarge.rawValue)
    for queue in [QueueName.schools, "\(QueueName.schools).950341000052"] {
      #expect(reason(queue, "rejected") == ParkedMessage.rejected)
      #expect(reason(queue, "delivery_limit") == ParkedMessage.deliveryLimit)
    }
    #expect(try ParkedFilter(reason: ParkedMessage.rejected).reason == ParkedMessage.rejected)
  }

  @Test("A filter takes a queue's full name or its worker's name, and refuses unknown queues")
  func queueNames() throws {
    #expect(try ParkedFilter(queue: "intake").queues == [QueueName.intake])
    #expect(try ParkedFilter(queue: QueueName.unrouted).queues == [QueueName.unrouted])
    #expect(try ParkedFilter().queues == ParkedFilter.allQueues)
    let school = try #require(BIN("950341000052"))
    #expect(try ParkedFilter(queue: QueueName.school(school)).queues == [QueueName.school(school)])
    for wrong in ["x", "schools.1"] { #expect(throws: OperationFailure.self) { try ParkedFilter(queue: wrong) } }
    #expect(throws: OperationFailure.self) { try ParkedFilter(reason: "x") }
    #expect(throws: OperationFailure.self) { try ParkedFilter(limit: 0) }
  }
}
