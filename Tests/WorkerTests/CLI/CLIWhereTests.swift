import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

@Suite("The command `where`", .serialized, .timeLimit(.minutes(4)))
struct CLIWhereTests {
  @Test("`where` shows every step of a retried, parked, replayed and finished application, and moves no message")
  func everyStep() async throws {
    let desk = try await Desk()
    let system = desk.system
    try mendRegisters(of: system, unavailable: ["unemployment"])
    let application = Families.enrolment(1) { $0.statusCategories = [.unemployedParents] }
    let id = application.applicationId.description
    #expect(try desk.run(["where", id]).status == 1)
    // The family is told at once that its application was received.
    let waited = ["submitted", "due", "received", "answered", "retried", "retried", "parked"]

    try await system.withWorkers {
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "it is retried\n\(system.logs)") { try desk.events(id).contains("retried") }
      try await eventually(within: 60, "it is parked\n\(system.logs)") { try await desk.waiting() == 1 }
      // The worker notes the parking in the store after it has published the parked copy.
      try await eventually("the parking is noted") { try desk.events(id) == waited }
      let parked = Array(try desk.timeline(id).suffix(3))
      #expect(parked[0]["times"] as? Int == 1 && parked[1]["times"] as? Int == 3, "\(parked)")
      #expect(parked[1]["returnsAt"] is String)
      #expect(parked[2]["isParkedNow"] as? Bool == true && parked[2]["by"] as? String == "intake")
      let told = try desk.run(["where", id])
      #expect(told.status == 0 && told.output.contains("attempts.spent") && told.output.contains("unemployment"))
      #expect(told.output.contains("waits for an operator"), "\(told)")
      #expect(try await desk.waiting() == 1)

      try mendRegisters(of: system, unavailable: [])
      let words = ["parked", "replay", "--reason", "attempts.spent", "--because", "register mended", "--yes"]
      #expect(try desk.run(words).status == 0)
      try await eventually(within: 60, "it is answered\n\(system.logs)") {
        try desk.events(id).count { $0 == "answered" } == 2
      }
      #expect(try desk.events(id) == waited + ["replayed", "judged", "answered"])
      #expect(try desk.run(["where", id]).output.contains("replayed to intake: register mended"))

      let decision = SchoolDecided(
        applicationId: application.applicationId, school: SchoolReference(bin: Families.school), decision: .enrolled,
        decidedAt: .now)
      try await system.publish([decision.message()], routingKey: RoutingKey.schoolDecided(.enrolment))
      let every = waited.filter { $0 != "due" } + ["replayed", "judged", "answered", "ended", "answered"]
      try await eventually(within: 60, "it has ended\n\(system.logs)") { try desk.events(id) == every }
      let gone = try desk.timeline(id).first { $0["event"] as? String == "parked" }
      #expect(gone?["isParkedNow"] as? Bool == false)
      let lines = try desk.run(["where", id]).output.split(separator: "\n").drop { !$0.hasPrefix("TIME") }
      #expect(lines.count == every.count + 2, "the heading, a line for each event, and a caveat")
    }
  }

  @Test("If no broker answers, `where` says so and shows what the store has")
  func noBroker() async throws {
    let desk = try await Desk()
    let (waiting, known) = (Families.enrolment(1), Families.transfer(2))
    let id = known.applicationId.description
    try await desk.system.withWorkers {
      try await desk.system.expectHandled(known)
      try await eventually(within: 60, "it is answered") { try desk.events(id).count { $0 == "answered" } == 2 }
    }
    try await desk.park(waiting.message(), "school.unknown")

    let settings = desk.system.environment
    for (url, word, sentence) in [
      ("amqp://guest:guest@127.0.0.1:1/", "notReached", "The broker was not reached"),
      ("", "notAsked", "AMQP_URL is not set"),
    ] {
      let process = AdmissionCtlProcess(settings: settings.merging(["AMQP_URL": url]) { $1 })
      let text = try process.run(["where", id])
      #expect(text.status == 0 && text.output.contains(sentence) && text.complaint.isEmpty, "\(text)")
      let json = try process.run(["where", id, "--json"])
      let object = try #require(try Desk.objects(json.output).first)
      #expect(json.status == 0 && object["broker"] as? String == word && object["known"] as? Bool == true)
      let unknown = try process.run(["where", waiting.applicationId.description])
      #expect(unknown.status == 1 && unknown.complaint.contains(sentence), "\(unknown)")
    }
    #expect(
      try AdmissionCtlProcess(settings: settings.merging(["AMQP_URL": "http://x"]) { $1 }).run(["where", id]).status
        == 2)

    // A message that is in the broker and not in the store is shown, and stays in its queue.
    let event = try #require(try desk.timeline(waiting.applicationId.description).first)
    #expect(event["event"] as? String == "parked" && event["isParkedNow"] as? Bool == true)
    #expect(event["time"] as? String == "2026-04-01T09:00:00+05:00")
    #expect(try await desk.waiting() == 1)
  }

  @Test("`where` says which part of a long parked queue it did not read")
  func longQueue() async throws {
    let desk = try await Desk()
    try await desk.park((1...1002).map { Families.enrolment($0).message() }) { _ in "school.unknown" }
    let told = try desk.run(["where", Families.enrolment(1002).applicationId.description])
    #expect(told.status == 1 && told.complaint.contains("2 others of admission.intake.parked is not known"), "\(told)")
    #expect(try await desk.waiting() == 1002)
  }

  @Test("`where` masks persons and documents by default, and prints every key that scripts read")
  func masked() async throws {
    let desk = try await Desk()
    let application = Families.transfer(1)
    let id = application.applicationId.description
    try await desk.system.withWorkers {
      try await desk.system.expectHandled(application)
      try await eventually(within: 60, "it is answered") { try desk.events(id).count { $0 == "answered" } == 2 }
    }
    let form = application.form.form
    let slip = try #require(form.transfer?.deregistrationSlip.number)
    for words in [["where", id], ["where", id, "--json"]] {
      let output = try desk.run(words).output
      for personal in [form.applicant.iin, form.child.iin, form.child.givenName, slip] {
        #expect(!output.contains(personal), "\(output)")
      }
      let whole = try desk.run(words + ["--personal"]).output
      #expect([form.applicant.iin, form.child.iin, form.child.givenName, slip].allSatisfy(whole.contains))
    }
    let object = try #require(try Desk.objects(try desk.run(["where", id, "--json"]).output).first)
    let promised: Set = [
      "applicationId", "known", "number", "service", "state", "submittedAt", "dueBy", "arrival", "school",
      "applicantIin", "childIin", "childName", "history",
    ]
    #expect(promised.isSubset(of: object.keys), "\(object.keys)")
  }

  private func mendRegisters(of system: AdmissionSystem, unavailable: [String]) throws {
    let words = unavailable.map { "\"\($0)\"" }.joined()
    try """
    {"civil-registration": {}, "social-assistance": {}, "guardianship": {}, "unavailable": [\(words)],
    "unemployment": {"\(Families.iin(2, adult: true))": {}}}
    """.write(to: system.folder.appending(path: "registers.json"), atomically: true, encoding: .utf8)
  }
}

extension Desk {
  fileprivate func timeline(_ id: String) throws -> [[String: Any]] {
    let answer = try run(["where", id, "--json"])
    #expect(answer.status == 0, "\(answer)")
    let object = try #require(try Self.objects(answer.output).first)
    return try #require(object["timeline"] as? [[String: Any]])
  }

  /// The names of the timeline's events, in order.
  fileprivate func events(_ id: String) throws -> [String] { try timeline(id).compactMap { $0["event"] as? String } }
}
