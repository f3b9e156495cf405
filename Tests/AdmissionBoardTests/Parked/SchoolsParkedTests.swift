@testable import AdmissionBoard
import Foundation
import Operations
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

/// Tests messages that are parked from a school's own queue, on a real broker.
@Suite("Messages that are parked from a school's own queue", .timeLimit(.minutes(3)))
struct SchoolsParkedTests {
  private func link(_ prefix: String, in page: String) throws -> String {
    let rest = try #require(page.range(of: "href=\"\(prefix)"), "no link to \(prefix)")
    return prefix + page[rest.upperBound...].prefix { $0 != "\"" }
  }

  @Test("If the management API lists a school's queue, its parked messages are shown, replayed and discarded")
  func ownQueue() async throws {
    let school = try #require(BIN("961141000023"))
    let queue = QueueName.school(school)
    let parked = QueueName.parked(of: queue)
    let broker = try await BoardBroker(schools: [school])
    let applications = (1...2).map { Families.enrolment($0) }
    try await broker.park(applications.map { $0.message() }, "attempts.spent", from: queue)
    let listed = #"[{"name": "\#(parked)", "messages_ready": 2}]"#
    let application = applications[0].applicationId
    let without = try await ParkedNow.of(application, Settings(["AMQP_URL": broker.url]))
    #expect(without.messages.isEmpty && without.caveat?.contains("own queues are not looked at") == true)
    #expect(try await broker.holds(2, in: parked))
    try await TestServer.run { _ in
      HTTPResponse(200, body: Data(listed.utf8))
    } _: { _, address in
      let now = try await ParkedNow.of(
        application, Settings(["AMQP_URL": broker.url, "RABBITMQ_MANAGEMENT_URL": address]))
      #expect(now.messages.map(\.queue) == [queue] && now.caveat == nil, "the command where finds it, too")
      #expect(try await broker.holds(2, in: parked))
      try await BoardHarness.run(["AMQP_URL": broker.url, "RABBITMQ_MANAGEMENT_URL": address]) { harness in
        let browser = try await harness.signedIn(as: .operator)
        let groups = try await browser.get("/parked")
        #expect(groups.status == 200 && groups.text.contains("<strong>2</strong> in all"))
        #expect(groups.text.contains(queue) && !groups.text.contains("are not looked at"))
        let group = try await browser.get(try link("/parked/groups/", in: groups.text))
        let key = try #require(group.text.firstMatch(of: /name="group" value="([0-9a-f]+)"/)).output.1
        let path = try link("/parked/messages/\(queue)/", in: group.text)
        #expect(try await browser.get(path).status == 200)
        let message = try #require(path.split(separator: "/").last).description
        let one = try await browser.settled([("plan", "replay-selected"), ("group", String(key)), ("message", message)])
        #expect(one.contains("Replayed 1 message"), "\(one)")
        #expect(try await broker.holds(1, in: queue))
        #expect(try await broker.holds(1, in: parked))
        let rest = try await browser.settled([("plan", "discard-group"), ("group", String(key))])
        #expect(rest.contains("Discarded 1 message"), "\(rest)")
        #expect(try await broker.holds(0, in: parked))
      }
    }
    try await BoardHarness.run(["AMQP_URL": broker.url]) { harness in
      let page = try await harness.signedIn(as: .reader).get("/parked")
      #expect(page.text.contains("own queues are not looked at, for RABBITMQ_MANAGEMENT_URL is not set"))
    }
  }
}
