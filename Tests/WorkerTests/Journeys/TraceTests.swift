import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime

@Suite("A trace goes on through every hop", .serialized, .timeLimit(.minutes(4)))
struct TraceTests {
  @Test("Every message carries the trace of the submission, decision or withdrawal that it follows from")
  func everyHop() async throws {
    let system = try await AdmissionSystem()
    let tap = try await system.tap("#")
    let (moving, enrolling, leaving) = (Families.transfer(1), Families.enrolment(2), Families.transfer(3))
    let decision = SchoolDecided(
      applicationId: moving.applicationId, school: SchoolReference(bin: Families.school), decision: .enrolled,
      decidedAt: Timestamp("2026-04-02T10:00:00+05:00")!)
    func withdrawal(_ application: ApplicationSubmitted) -> ApplicationWithdrawn {
      ApplicationWithdrawn(
        applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
        withdrawnAt: Timestamp("2026-04-02T11:00:00+05:00")!)
    }

    try await system.withWorkers {
      try await follow(
        moving.message(headers: trace(1)), on: RoutingKey.applicationSubmitted, tap, system,
        gives: [
          ApplicationSubmitted.type, TransferRequested.type, ProcessingUpdated.type, ProcessingUpdated.type,
          SchoolAdmissionRequested.type,
        ])
      try await follow(
        decision.message(headers: trace(2)), on: RoutingKey.schoolDecided(.transfer), tap, system,
        gives: [SchoolDecided.type, ProcessingUpdated.type])
      try await follow(
        enrolling.message(headers: trace(3)), on: RoutingKey.applicationSubmitted, tap, system,
        gives: [ApplicationSubmitted.type, ProcessingUpdated.type, SchoolAdmissionRequested.type])
      try await follow(
        withdrawal(enrolling).message(headers: trace(4)), on: RoutingKey.applicationWithdrawn, tap, system,
        gives: [ApplicationWithdrawn.type, ProcessingUpdated.type, SchoolAdmissionWithdrawn.type])
      try await follow(
        leaving.message(headers: trace(5)), on: RoutingKey.applicationSubmitted, tap, system,
        gives: [
          ApplicationSubmitted.type, TransferRequested.type, ProcessingUpdated.type, ProcessingUpdated.type,
          SchoolAdmissionRequested.type,
        ])
      try await follow(
        withdrawal(leaving).message(headers: trace(6)), on: RoutingKey.applicationWithdrawn, tap, system,
        gives: [
          ApplicationWithdrawn.type, ProcessingUpdated.type, SchoolAdmissionWithdrawn.type, TransferWithdrawn.type,
        ])
    }
  }

  @Test("A message that has waited or was replayed passes its trace on to the messages that follow from it")
  func aside() async throws {
    let desk = try await Desk(["RETRY_LADDER_SECONDS": "600", "RETRY_TOTAL_SECONDS": "1200"])
    let system = desk.system
    try await TestBroker.admin(system.amqpURL).apply(.version1(retryLadderSeconds: [600]))
    let registers = system.folder.appending(path: "registers.json")
    try #"{"unavailable": ["unemployment"]}"#.write(to: registers, atomically: true, encoding: .utf8)
    let waiting = Families.enrolment(1) { $0.statusCategories = [.unemployedParents] }
    let parked = Families.enrolment(2) { $0.school.bin = "070941024691" }
    let tap = try await system.tap("#")
    let given = [ApplicationSubmitted.type, ProcessingUpdated.type, SchoolAdmissionRequested.type]

    try await system.withWorkers {
      try await follow(
        waiting.message(headers: trace(1)), on: RoutingKey.applicationSubmitted, tap, system,
        gives: Array(given.prefix(2)))
      let copy = try #require(
        try await system.take(1, from: QueueName.retry(of: QueueName.intake, seconds: 600), within: 60).first)
      #expect(copy.headers == trace(1).merging([HeaderName.attempt: .integer(1)]) { $1 })
      try TestFiles.registers.replacing(
        #""unemployment": {}"#, with: #""unemployment": {"\#(waiting.form.form.applicant.iin)": {}}"#
      ).write(to: registers, atomically: true, encoding: .utf8)
      // The test puts the copy back into the queue, as the broker does when the wait is over.
      let publisher = try await system.broker.publisher()
      try await publisher.publish([
        Publication(exchange: ExchangeName.aside, routingKey: QueueName.intake, message: copy)
      ])
      await publisher.close()
      try await follow(tap, system, trace(1), gives: Array(given.dropFirst()))

      try await follow(
        parked.message(headers: trace(2)), on: RoutingKey.applicationSubmitted, tap, system,
        gives: Array(given.prefix(2)))
      try await eventually(within: 60, "it is parked\n\(system.logs)") { try await desk.waiting() == 1 }
      let shown = try desk.run(["parked", "show", "--json"])
      #expect(shown.output.contains(Self.traceparent(2)), "\(shown)")
      try (TestFiles.schools + "\n070941024691,№ 3 мектеп,Школа № 3,School No. 3,general\n")
        .write(to: system.folder.appending(path: "schools.csv"), atomically: true, encoding: .utf8)
      #expect(
        try desk.run(["parked", "replay", "--reason", "school.unknown", "--because", "mended", "--yes"]).status == 0)
      // A replayed copy has no header `x-attempt`, so intake takes it for a first attempt. It publishes the update of
      // step 5 again, under the same id.
      try await follow(tap, system, trace(2), gives: given.dropFirst() + [ProcessingUpdated.type])
    }
  }

  @Test("The portal gets the trace with each entry, but never an invalid trace, which could inject a header")
  func portal() async throws {
    try await PortalServer.run { server, base in
      let system = try await AdmissionSystem(["PORTAL_URL": base])
      let forged: [String: HeaderValue] = [HeaderName.traceparent: .text("00\r\nAuthorization: Basic eA==")]
      try await system.withWorkers {
        try await system.publish(
          [Families.enrolment(1).message(headers: trace(1)), Families.enrolment(2).message(headers: forged)],
          routingKey: RoutingKey.applicationSubmitted)
        try await eventually(within: 60, "both are posted\n\(system.logs)") { server.puts == 2 }
      }
      #expect(Array(server.traces.values) == [Self.traceparent(1)])
    }
  }

  @Test("The notice of a passed deadline is not part of the application's trace")
  func deadline() async throws {
    let system = try await AdmissionSystem(["DEADLINE_CHECK_SECONDS": "1"])
    let tap = try await system.tap(RoutingKey.processingUpdated)
    try await system.withWorkers {
      try await system.publish(
        [Families.enrolment(1).message(headers: trace(1))], routingKey: RoutingKey.applicationSubmitted)
      let updates = try await system.take(2, from: tap, within: 60)
      let steps = try updates.map { try WireCodec.decode(ProcessingUpdated.self, from: $0.body).step }
      #expect(steps == [.intake, .passedDeadline])
      #expect(updates.map(\.headers) == [trace(1), [:]])
    }
  }

  // MARK: -

  private static func traceparent(_ number: Int) -> String {
    "00-0af7651916cd43dd8448eb211c8031\(number)c-b7ad6b716920333\(number)-01"
  }

  private func trace(_ number: Int) -> [String: HeaderValue] {
    [HeaderName.traceparent: .text(Self.traceparent(number))]
  }

  /// Publishes the message, and expects that the tap gets a message of each given type with this message's headers.
  private func follow(
    _ message: BrokerMessage, on key: String, _ tap: String, _ system: AdmissionSystem, gives types: [String]
  ) async throws {
    try await system.publish([message], routingKey: key)
    try await follow(tap, system, message.headers, gives: types)
  }

  private func follow(
    _ tap: String, _ system: AdmissionSystem, _ headers: [String: HeaderValue], gives types: [String]
  ) async throws {
    let found = try await system.take(types.count, from: tap, within: 60)
    #expect(found.compactMap(\.type).sorted() == types.sorted())
    for message in found { #expect(message.headers == headers, "\(message.type ?? "")") }
  }
}
