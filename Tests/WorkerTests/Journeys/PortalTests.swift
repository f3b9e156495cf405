import Admission
import Foundation
import QueueContracts
import RabbitBroker
import Synchronization
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore
import WorkerTesting

@Suite("The service history in the store and in the portal", .serialized, .timeLimit(.minutes(4)))
struct PortalTests {
  /// An update from IntakeWorker; each number stands for another family.
  private func update(_ number: Int) -> BrokerMessage {
    let application = Families.enrolment(number)
    let form = application.form.form
    return ProcessingUpdated(
      applicationId: application.applicationId, number: application.number, recipientIin: form.applicant.iin,
      service: .enrolment, language: .kk, status: .inProcessing, resolution: nil, step: .intake,
      occurredAt: application.submittedAt, dueBy: application.submittedAt,
      school: SchoolReference(bin: Families.school), childName: "Айша Ә."
    ).message()
  }

  private func target(_ message: BrokerMessage) throws -> String {
    let update = try WireCodec.decode(ProcessingUpdated.self, from: message.body)
    return "/service-history/\(update.recipientIin)/entries/\(message.id ?? "")"
  }

  private func entries(_ messages: [BrokerMessage], in store: any AdmissionStore) async throws -> [HistoryEntry] {
    try await store.entries(messages.map { try #require(MessageID($0.id ?? "")) })
  }

  /// Checks that the store has each message's entry, and that the portal got exactly that entry, once or more often.
  private func expectBoth(_ messages: [BrokerMessage], _ store: any AdmissionStore, _ server: PortalServer) async throws
  {
    let entries = try await entries(messages, in: store)
    #expect(entries.count == messages.count)
    for entry in entries {
      let bodies = server.bodies["/service-history/\(entry.recipientIin)/entries/\(entry.entryId)"] ?? []
      #expect(Set(bodies) == [WireCodec.encode(entry)])
    }
  }

  private func parked(_ system: AdmissionSystem) async throws -> Int {
    try await TestBroker.admin(system.amqpURL).counts(of: QueueName.parked(of: QueueName.notify))?.messages ?? -1
  }

  private func isHandled(_ system: AdmissionSystem) async throws -> Bool {
    try await TestBroker.admin(system.amqpURL).counts(of: QueueName.notify)?.messages == 0
  }

  @Test("Store and portal get every entry despite temporary failures, and only a refused entry is parked")
  func fillsBoth() async throws {
    let messages = (1...120).map(update)
    let refused = try target(messages[60])
    let answer: PortalServer.Answer = { target, seen in
      if target == refused { return 422 }
      // Some entries fail the first time.
      return seen == 1 && target.hasSuffix("0") ? 503 : 201
    }
    try await PortalServer.run(answering: answer) { server, base in
      let system = try await AdmissionSystem(["PORTAL_URL": base, "PREFETCH": "50"])
      let store = try await system.store()
      try await system.withWorkers(["NotifyWorker"]) {
        try await system.publish(messages, routingKey: RoutingKey.processingUpdated)
        let parked = try await system.take(1, from: QueueName.parked(of: QueueName.notify), within: 60)
        #expect(parked.first?.headers[HeaderName.parkedReason] == .text("portal.rejected"))
        #expect(parked.first?.headers[HeaderName.parkedDetail] == .text("status 422"))
        #expect(parked.first?.headers[HeaderName.attempt] == nil)
        #expect(parked.first?.body == messages[60].body && parked.first?.id == messages[60].id)
        try await eventually(within: 60, "every entry is put") { server.bodies.count == messages.count }
        try await eventually(within: 60, "the queue is empty") { try await isHandled(system) }
      }
      try await expectBoth(messages, store, server)
      #expect(try await self.parked(system) == 0)
      #expect(!system.logs.contains(Families.iin(2, adult: true)))
    }
  }

  @Test("While the portal is down, NotifyWorker reports it and IntakeWorker goes on; all entries arrive later")
  func away() async throws {
    let (portal, health) = (try Readiness(), try Readiness())
    let messages = (1...60).map(update)
    let system = try await AdmissionSystem([
      "PORTAL_URL": "http://127.0.0.1:\(portal.port)", "PREFETCH": "20", "PORTAL_TIMEOUT_SECONDS": "2",
    ])
    let store = try await system.store()
    let notify = try system.launch("NotifyWorker", ["HEALTH_PORT": "\(health.port)"])
    defer { notify.kill() }
    try await system.withWorkers(["IntakeWorker"]) {
      try await system.publish(messages, routingKey: RoutingKey.processingUpdated)
      try await eventually(within: 60, "the worker says that it waits for the portal") {
        await health.answer?.body.contains("portal is down") == true
      }
      try await system.expectHandled(Families.enrolment(700))
      #expect(try await entries(messages, in: store).count > 0)
      #expect(try await parked(system) == 0)

      try await PortalServer.run(port: portal.port) { server, _ in
        try await eventually(within: 90, "every entry is put, intake's too") {
          server.bodies.count == messages.count + 1
        }
        try await eventually(within: 60, "the queue is empty") { try await isHandled(system) }
        try await eventually(within: 60, "the worker is ready again") { await health.isReady }
        try await expectBoth(messages, store, server)
      }
    }
    #expect(try await parked(system) == 0)
  }

  @Test("If a worker is killed before it gets the portal's answer, the same entry is sent again")
  func killed() async throws {
    let messages = (1...10).map(update)
    // The portal takes each entry at once, and answers only after the kill.
    let killed = Mutex(false)
    let answer: PortalServer.Answer = { _, seen in
      while !killed.withLock({ $0 }) { try await Task.sleep(for: .milliseconds(20)) }
      return seen == 1 ? 201 : 409
    }
    try await PortalServer.run(answering: answer) { server, base in
      let system = try await AdmissionSystem(["PORTAL_URL": base, "PORTAL_TIMEOUT_SECONDS": "25"])
      let store = try await system.store()
      try await system.publish(messages, routingKey: RoutingKey.processingUpdated)
      let doomed = try system.launch("NotifyWorker")
      defer { doomed.kill() }
      // The first batch may be a single message, so the test waits for one entry only.
      try await eventually(within: 60, "the portal has the first ones") { server.puts > 0 }
      doomed.kill()
      killed.withLock { $0 = true }
      try await system.withWorkers(["NotifyWorker"]) {
        try await eventually(within: 60, "all entries are put, and those that were not acknowledged are put twice") {
          server.bodies.count == messages.count && server.bodies.values.contains { $0.count == 2 }
        }
        try await eventually(within: 60, "the queue is empty") { try await isHandled(system) }
      }
      try await expectBoth(messages, store, server)
      for entry in try await entries(messages, in: store) {
        #expect(try await store.history(recipientIin: entry.recipientIin).count == 1)
      }
      #expect(try await parked(system) == 0)
    }
  }
}
