import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

@Suite("An operator's work with unrouted messages", .serialized, .timeLimit(.minutes(5)))
struct UnroutedTests {
  private let because = ["--because", "binding was missing", "--yes"]

  @Test("An update that no queue was bound for is listed, put back, and reaches its family exactly once")
  func journey() async throws {
    let desk = try await Desk()
    let system = desk.system
    try await Self.unbindNotify(system)
    let application = Families.enrolment(1)
    let form = application.form.form
    let store = try await system.store()

    try await system.withWorkers {
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "the application's update is unrouted\n\(system.logs)") {
        try await Self.waiting(system) == 1
      }
      let listed = try desk.run(["parked", "list"])
      #expect(
        listed.output.contains("message.unrouted") && listed.output.contains("by processing.updated"), "\(listed)")
      #expect(listed.output.contains(application.applicationId.description), "\(listed)")
      let shown = try desk.run(["parked", "show", "--queue", "unrouted"])
      #expect(shown.status == 0 && shown.output.contains("message.unrouted"), "\(shown)")
      for word in [form.applicant.iin, form.child.givenName, application.number.text] {
        #expect(!shown.output.contains(word) && !listed.output.contains(word), "\(word)")
      }
      #expect(try desk.run(["parked", "show", "--personal"]).output.contains(form.applicant.iin))
      let found = try desk.run(["where", application.applicationId.description])
      #expect(found.output.contains("message.unrouted"), "\(found)")
      #expect(try await store.history(recipientIin: form.applicant.iin).isEmpty)

      #expect(try desk.run(["topology", "apply"]).status == 0)
      let words = ["parked", "replay", "--queue", "admission.unrouted"]
      let rehearsal = try desk.run(words)
      #expect(rehearsal.status == 0 && rehearsal.output.contains("--yes would replay 1 message."), "\(rehearsal)")
      let done = try desk.run(words + because)
      #expect(done.status == 0 && done.complaint == "Replayed 1 message.\n", "\(done)")
      #expect(done.output.contains(#""queue":"admission.unrouted""#), "\(done)")
      #expect(try desk.run(words + because).complaint == "Replayed 0 messages.\n")

      try await eventually(within: 60, "the family reads its answer\n\(system.logs)") {
        try await !store.history(recipientIin: form.applicant.iin).isEmpty
      }
    }
    #expect(try await store.history(recipientIin: form.applicant.iin).map(\.step.rawValue) == [10])
    #expect(try await Self.waiting(system) == 0)
    let admin = try TestBroker.admin(system.amqpURL)
    #expect(try await admin.counts(of: QueueName.notify)?.messages == 0, "it was delivered once")
    let told = try desk.run(["where", application.applicationId.description])
    #expect(told.output.contains("replayed to notify: binding was missing"), "\(told)")
  }

  @Test("A replay of an unrouted message declares the missing binding first, and sends the message unchanged")
  func bound() async throws {
    let desk = try await Desk()
    let system = desk.system
    try await Self.unbindNotify(system)
    var message = BrokerMessage(
      id: UUID().uuidString.lowercased(), type: "processing.updated.v1", contentType: "application/json",
      correlationId: UUID().uuidString.lowercased(), appId: "intake", timestamp: 1_775_000_000, body: Data("{}".utf8))
    message.headers = [HeaderName.traceparent: .text("00-1"), "x-odd": .text("Қ"), HeaderName.parkedReason: .text("x")]
    try await system.publish([message], routingKey: RoutingKey.processingUpdated)
    try await eventually("it is unrouted") { try await Self.waiting(system) == 1 }
    let done = try desk.run(["parked", "replay", "--reason", "message.unrouted"] + because)
    #expect(done.status == 0 && done.complaint == "Replayed 1 message.\n", "\(done)")
    #expect(try await system.take(1, from: QueueName.notify) == [message])
    #expect(try await Self.waiting(system) == 0)
  }

  @Test("An unrouted message is not replayed while no queue would get it, and an unknown routing key is never shown")
  func refused() async throws {
    let desk = try await Desk()
    let system = desk.system
    try await TestBroker.admin(system.amqpURL).deleteQueue(QueueName.notify)
    let message = BrokerMessage(id: UUID().uuidString.lowercased(), type: "processing.updated.v1")
    try await system.publish([message], routingKey: RoutingKey.processingUpdated)
    try await eventually("it is unrouted") { try await Self.waiting(system) == 1 }
    let words = ["parked", "replay", "--queue", "unrouted"]
    let missing = try desk.run(words + because)
    #expect(missing.status == 1 && missing.complaint.count { $0 == "\n" } == 1, "\(missing)")
    #expect(
      missing.complaint.contains("processing.updated") && missing.complaint.contains("admissionctl topology apply"))
    try await eventually("it stays") { try await Self.waiting(system) == 1 }

    let stranger = Families.iin(9, adult: true)
    let odd = BrokerMessage(id: UUID().uuidString.lowercased(), type: "odd.v1")
    try await system.publish([odd], routingKey: "odd.\(stranger)")
    try await eventually("both are unrouted") { try await Self.waiting(system) == 2 }
    for more in [[], because] {
      let refused = try desk.run(["parked", "replay", try #require(odd.id)] + more)
      #expect(refused.status == 1 && refused.complaint.contains("No queue is bound"), "\(refused)")
      #expect(!refused.complaint.contains(stranger), "\(refused)")
    }
    for words in [["parked", "list"], ["parked", "show"]] {
      let shown = try desk.run(words)
      #expect(shown.output.contains(try #require(odd.id)) && !shown.output.contains(stranger), "\(shown)")
    }
    let discarded = try desk.run(["parked", "discard", "--queue", "unrouted"] + because)
    #expect(discarded.status == 0 && discarded.complaint == "Discarded 2 messages.\n", "\(discarded)")
    try await eventually("they are gone") { try await Self.waiting(system) == 0 }
    #expect(try desk.run(["parked", "discard", "--queue", "intake"] + because).status == 2)
  }

  /// Declares notify's queue anew, without the binding for its messages.
  static func unbindNotify(_ system: AdmissionSystem) async throws {
    let admin = try TestBroker.admin(system.amqpURL)
    var topology = Topology.version1(retryLadderSeconds: [1])
    topology.queues.removeAll { $0.name != QueueName.notify }
    topology.bindings.removeAll { $0.queue != QueueName.notify || $0.exchange == ExchangeName.admission }
    topology.exchanges = []
    try await admin.deleteQueue(QueueName.notify)
    try await admin.apply(topology)
  }

  private static func waiting(_ system: AdmissionSystem) async throws -> Int? {
    try await TestBroker.admin(system.amqpURL).counts(of: QueueName.unrouted)?.messages
  }
}
