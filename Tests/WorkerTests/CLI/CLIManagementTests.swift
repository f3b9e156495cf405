import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime

@Suite("Queues with RabbitMQ's management API", .serialized, .timeLimit(.minutes(5)))
struct CLIManagementTests {
  @Test("`queues` shows how many messages consumers have in hand, and when a classic queue's first message was sent")
  func counted() async throws {
    try await ManagedBroker.run { broker in
      let system = try await AdmissionSystem(
        amqpURL: broker.amqpURL, ["RABBITMQ_MANAGEMENT_URL": "http://127.0.0.1:\(broker.port)"])
      let sentAt = try #require(Timestamp("2026-04-01T09:00:00+05:00"))
      let message = BrokerMessage(timestamp: UInt64(sentAt.milliseconds / 1000))
      let publisher = try await system.broker.publisher()
      try await publisher.publish(
        (1...3).map { _ in
          Publication(exchange: ExchangeName.aside, routingKey: QueueName.schools, message: message)
        })
      let consumer = try await system.broker.consumer(queue: QueueName.schools, prefetch: 2)
      try await eventually("two messages are in hand") { await consumer.unsettledCount == 2 }

      var listing = try Listing(system)
      try await eventually(within: 60, "the API has counted: \(listing.text)") {
        listing = try Listing(system)
        return listing.queue(QueueName.schools)?["unacknowledged"] as? Int == 2
      }
      let schools = try #require(listing.queue(QueueName.schools))
      #expect(schools["messages"] as? Int == 1 && schools["consumers"] as? Int == 1 && schools["oldest"] is NSNull)
      #expect(listing.notKnown == ["oldest"])
      let table = try AdmissionCtlProcess(settings: system.environment).run(["queues", "--all"])
      #expect(table.output.contains(/admission\.schools +1 +1 +2 +not known/), "\(table)")

      let classic = QueueDefinition(name: QueueName.unrouted, arguments: ["x-queue-type": .text("classic")])
      let admin = try TestBroker.admin(system.amqpURL)
      try await admin.deleteQueue(classic.name)
      try await admin.apply(Topology(exchanges: [], queues: [classic], bindings: []))
      try await publisher.publish([Publication(exchange: "", routingKey: classic.name, message: message)])
      try await eventually(within: 60, "the API has looked: \(listing.text)") {
        listing = try Listing(system)
        return listing.queue(classic.name)?["oldest"] as? String == sentAt.description
      }
      #expect(listing.notKnown == [])
      await consumer.close()
      await publisher.close()

      try await broker.makeUser("untagged", password: Self.password)
      for login in ["guest:\(Self.password)", "untagged:\(Self.password)"] {
        try Self.expectComplaint("tag management", login, port: broker.port, system)
      }
      try Self.expectComplaint("no answer", "guest:\(Self.password)", port: 1, system)
    }
  }

  @Test("`topology diff` names missing and surplus bindings, and says which surplus bindings are harmless")
  func bindings() async throws {
    try await ManagedBroker.run { broker in
      // Another test leaves a classic queue of this name.
      try await TestBroker.admin(broker.amqpURL).deleteQueue(QueueName.unrouted)
      let system = try await AdmissionSystem(
        amqpURL: broker.amqpURL, ["RABBITMQ_MANAGEMENT_URL": "http://127.0.0.1:\(broker.port)"])
      let desk = AdmissionCtlProcess(settings: system.environment)
      let same = try desk.run(["topology", "diff"])
      #expect(same.status == 0 && same.output == "The broker has what is wanted.\n" && same.complaint == "", "\(same)")

      func bind(_ queue: String, _ key: String) -> BindingDefinition {
        BindingDefinition(exchange: ExchangeName.admission, queue: queue, key: key)
      }
      // `old` holds harmless bindings of the contract's revision 1. The binding by `#` below does harm, because it
      // brings the queue every message.
      let old = [
        bind(QueueName.intake, "school.decided.*"), bind(QueueName.transfer, "school.decided.transfer"),
      ]
      let admin = try TestBroker.admin(system.amqpURL)
      try await admin.apply(Topology(exchanges: [], queues: [], bindings: old + [bind(QueueName.schools, "#")]))
      try await UnroutedTests.unbindNotify(system)
      let differs = try desk.run(["topology", "diff"])
      #expect(differs.status == 1 && differs.complaint.hasSuffix("The broker differs in 2 places.\n"), "\(differs)")
      #expect(
        differs.output.contains(/binding +admission to admission\.notify by processing\.updated +is missing/)
          && differs.output.contains(/binding +admission to admission\.schools by # +is not wanted/), "\(differs)")
      let harmless = differs.complaint.split(separator: "\n").filter { $0.hasPrefix("Harmless: ") }
      #expect(harmless.count == 2, "\(differs)")
      for binding in old { #expect(harmless.contains { $0.contains("\(binding.queue) by \(binding.key) ") }) }

      #expect(try desk.run(["topology", "apply"]).status == 0)
      #expect(try desk.run(["topology", "diff", "--json"]).output.contains("admission.notify") == false)
    }
  }

  @Test(
    "The error for an address that cannot be read names only the setting",
    arguments: ["ftp://x:\(password)@h", "x:\(password)@h:1"])
  func malformed(address: String) throws {
    let (status, _, complaint) = try AdmissionCtlProcess(settings: ["RABBITMQ_MANAGEMENT_URL": address]).run(["queues"])
    #expect(status == 2 && complaint.contains("RABBITMQ_MANAGEMENT_URL") && !complaint.contains(Self.password))
  }

  private static let password = "not-to-be-told"

  private static func expectComplaint(
    _ words: String, _ login: String, port: Int, _ system: AdmissionSystem
  ) throws {
    let address = ["RABBITMQ_MANAGEMENT_URL": "http://\(login)@127.0.0.1:\(port)"]
    let ended = try AdmissionCtlProcess(settings: system.environment.merging(address) { $1 }).run(["queues"])
    #expect(ended.status == 1 && ended.output.isEmpty, "\(ended)")
    #expect(ended.complaint.contains(words) && ended.complaint.count { $0 == "\n" } == 1, "\(ended)")
    #expect(!ended.complaint.contains(password))
  }

  /// The output of `queues --json`.
  private struct Listing {
    let text: String
    let notKnown: [String]?
    private let queues: [[String: Any]]

    init(_ system: AdmissionSystem) throws {
      let (status, output, complaint) = try AdmissionCtlProcess(settings: system.environment).run(["queues", "--json"])
      #expect(status == 0, "\(complaint)")
      text = output
      let object = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
      notKnown = object["notKnown"] as? [String]
      queues = try #require(object["queues"] as? [[String: Any]])
    }

    func queue(_ name: String) -> [String: Any]? { queues.first { $0["name"] as? String == name } }
  }
}
