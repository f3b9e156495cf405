import Admission
import Foundation
import Operations
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime

@testable import OperatorCLI

@Suite("An operator's work with parked messages", .serialized, .timeLimit(.minutes(3)))
struct CLIParkedTests {
  @Test("`parked replay` sends the chosen messages back to their queue as new; the others stay parked")
  func replay() async throws {
    let desk = try await Desk()
    let (school, decision) = (Families.enrolment(1).message(), Families.enrolment(2).message())
    try await desk.park(school, "school.unknown")
    try await desk.park(decision, "decision.contradicts")
    let receipts = desk.system.folder.appending(path: "receipts.jsonl")
    let words = ["parked", "replay", "--reason", "school.unknown", "--operator", "aa", "--because", "directory mended"]

    let rehearsal = try desk.run(words)
    #expect(rehearsal.status == 0 && rehearsal.output.contains("--yes would replay 1 message."))
    #expect(try await desk.waiting() == 2)

    let done = try desk.run(words + ["--yes", "--receipts", receipts.path, "--json"])
    #expect(done.status == 0 && done.output.contains(#""settled":1"#), "\(done)")
    let again = try desk.run(words + ["--yes", "--receipts", receipts.path])
    #expect(again.status == 0 && again.output == "Replayed 0 messages.\n", "\(again)")

    let replayed = try await desk.system.take(1, from: QueueName.intake)
    var expected = school
    expected.headers["x-odd"] = .text("Қ")
    #expect(replayed == [expected])
    let left = try await desk.system.take(1, from: QueueName.parked(of: QueueName.intake))
    #expect(left.map(\.id) == [decision.id])

    let receipt = try #require(try Desk.objects(String(contentsOf: receipts, encoding: .utf8)).first)
    #expect(receipt["operator"] as? String == "aa" && receipt["because"] as? String == "directory mended")
    #expect(receipt["reason"] as? String == "school.unknown" && receipt["action"] as? String == "replay")
    #expect(receipt["messageId"] as? String == school.id && receipt["applicationId"] as? String == school.correlationId)
    #expect((receipt["time"] as? String).flatMap { Timestamp($0) } != nil)
  }

  @Test(
    "A message stays parked if its copy is not confirmed or its receipt cannot be written"
  )
  func interrupted() async throws {
    let desk = try await Desk()
    let message = Families.enrolment(1).message()
    try await desk.park(message, "school.unknown")
    let words = ["parked", "replay", try #require(message.id), "--because", "mended", "--yes"]

    try await TestBroker.admin(desk.system.amqpURL).deleteQueue(QueueName.intake)
    let unroutable = try desk.run(words)
    #expect(unroutable.status == 1 && unroutable.output.isEmpty, "\(unroutable)")
    #expect(unroutable.complaint.contains("stay parked"))
    #expect(try await desk.waiting() == 1)
    try await TestBroker.admin(desk.system.amqpURL).apply(.version1(retryLadderSeconds: [1]))

    let unwritten = try desk.run(words + ["--receipts", "/dev/full"])
    #expect(unwritten.status == 1 && unwritten.complaint.contains("receipts cannot be written"), "\(unwritten)")
    #expect(try await desk.waiting() == 1)

    let done = try desk.run(words)
    #expect(done.status == 0 && done.complaint == "Replayed 1 message.\n", "\(done)")
    #expect(try Desk.objects(done.output).map { $0["messageId"] as? String } == [message.id])
    #expect(try await desk.waiting() == 0)
    // The try with /dev/full has also put a copy into the queue. The two copies have the same id, so a worker handles
    // the message once.
    #expect(try await desk.system.take(2, from: QueueName.intake).map(\.id) == [message.id, message.id])
  }

  @Test("`parked discard` reports the messages beyond --limit and still succeeds")
  func limited() async throws {
    let desk = try await Desk()
    try await desk.park((1...3).map { Families.enrolment($0).message() }) { _ in "school.unknown" }
    let words = ["parked", "discard", "--reason", "school.unknown", "--because", "a test", "--yes", "--limit", "1"]
    let first = try desk.run(words)
    #expect(first.status == 0, "\(first)")
    #expect(first.complaint == "Discarded 1 message. Because of --limit, 2 of 3 parked messages were not looked at.\n")
    #expect(try await desk.waiting() == 2)
    let receipts = desk.system.folder.appending(path: "receipts.jsonl")
    try Data(#"{"half"#.utf8).write(to: receipts)
    let second = try desk.run(words + ["--receipts", receipts.path, "--json"])
    #expect(second.status == 0 && second.output.contains(#""notLookedAt":1"#), "\(second)")
    let lines = try String(contentsOf: receipts, encoding: .utf8).split(separator: "\n")
    #expect(lines.count == 2 && lines[0] == #"{"half"#, "half a line of a killed command swallows no receipt")
  }

  @Test("If a slow broker did not deliver all messages, the command fails and says to run it again")
  func missed() {
    var progress = UnparkingProgress(unparked: 3, waiting: 10, overLimit: 5, missed: 0)
    #expect(progress.failure == nil)
    progress.missed = 2
    #expect(progress.failure?.status == .couldNotBeDone)
    #expect(progress.failure?.sentence.hasPrefix("The broker did not deliver 2 of 10 parked messages") == true)
    #expect(progress.failure?.sentence.hasSuffix("run the command again to reach them.") == true)
  }

  @Test("Without a usable store, `parked replay` replays and warns; if STORE_URL is malformed, it moves nothing")
  func notNoted() async throws {
    let desk = try await Desk()
    let empty = desk.system.folder.appending(path: "empty.sqlite")
    try Data().write(to: empty)
    try await desk.park(Families.enrolment(1).message(), "school.unknown")
    let words = ["parked", "replay", "--reason", "school.unknown", "--because", "mended", "--yes"]
    func run(store url: String) throws -> (status: Int32, output: String, complaint: String) {
      try AdmissionCtlProcess(settings: desk.system.environment.merging(["STORE_URL": url]) { $1 }).run(words)
    }

    let wrong = try run(store: "http://x")
    #expect(wrong.status == 2 && wrong.complaint.contains("STORE_URL"), "\(wrong)")
    #expect(try await desk.waiting() == 1)

    for (url, cause) in [
      ("sqlite://\(empty.path)", "store migrate"), ("sqlite://\(empty.path).not", "no store"),
      ("postgres://user@127.0.0.1:1/store", "unavailable"),
    ] {
      let done = try run(store: url)
      let lines = done.complaint.split(separator: "\n")
      #expect(done.status == 0 && lines.count == 2 && lines.last == "Replayed 1 message.", "\(done)")
      #expect(lines.first?.hasPrefix("Not noted in the store") == true && lines.first?.contains(cause) == true)
      #expect(try await desk.waiting() == 0)
      try await desk.park(Families.enrolment(1).message(), "school.unknown")
    }
    let unset = try run(store: "")
    #expect(unset.status == 0 && unset.complaint == "Replayed 1 message.\n", "\(unset)")
  }

  @Test("`parked replay` ends even if a worker parks the replayed messages again")
  func stillBad() async throws {
    let desk = try await Desk()
    for number in 1...3 {
      var message = Families.enrolment(number).message()
      message.body = Data("{".utf8)
      try await desk.park(message, "message.notJSON")
    }
    try await desk.system.withWorkers(["IntakeWorker"]) {
      let done = try desk.run(["parked", "replay", "--reason", "message.notJSON", "--because", "try", "--yes"])
      #expect(done.status == 0 && done.complaint == "Replayed 3 messages.\n", "\(done)")
      try await eventually(within: 60, "all are parked again\n\(desk.system.logs)") { try await desk.waiting() == 3 }
    }
  }

  @Test("A discarded message leaves only its receipt, and messages not chosen stay parked")
  func discard() async throws {
    let desk = try await Desk()
    let messages = (1...2000).map { Families.enrolment($0).message() }
    try await desk.park(messages) { $0.isMultiple(of: 2) ? "application.unknown" : "school.unknown" }
    let done = try desk.run([
      "parked", "discard", "--reason", "application.unknown", "--because", "a test", "--yes", "--limit", "5000",
    ])
    #expect(done.status == 0 && done.complaint == "Discarded 1000 messages.\n", "\(done.complaint)")
    let gone = messages.enumerated().filter { $0.offset.isMultiple(of: 2) }.map(\.element.id)
    #expect(try Desk.objects(done.output).map { $0["messageId"] as? String } == gone)
    let left = try await desk.system.take(1000, from: QueueName.parked(of: QueueName.intake))
    #expect(Set(left.map(\.id)) == Set(messages.map(\.id)).subtracting(gone))
    #expect(try await TestBroker.admin(desk.system.amqpURL).counts(of: QueueName.intake)?.messages == 0)
  }

  @Test("`parked list` and `parked show` move no message, and mask personal data in every field and header")
  func masked() async throws {
    let desk = try await Desk()
    let application = Families.enrolment(7)
    try await desk.park(application.message(), "school.unknown")
    let form = application.form.form
    let stranger = form.applicant.iin
    let odd = BrokerMessage(
      id: stranger, type: form.child.familyName, correlationId: stranger, headers: [stranger: .text(stranger)],
      body: Data(
        #"{"\#(stranger)": 1, "number": "\#(stranger)", "school": {"bin": "\#(stranger)"}, "step": \#(stranger)}"#.utf8)
    )
    try await desk.park(odd, "message.undecodable")
    try await desk.park(BrokerMessage(body: Data("{ \(stranger)".utf8)), "message.notJSON")

    for command in ["list", "show"] {
      for format in [[], ["--json"]] {
        let (status, output, complaint) = try desk.run(["parked", command] + format)
        #expect(status == 0 && output.contains(application.applicationId.description), "\(complaint)")
        for word in [
          stranger, form.child.iin, form.child.familyName, form.applicant.givenName, form.applicant.phone ?? stranger,
        ] {
          #expect(!output.contains(word), "\(command) \(format): \(word)")
        }
      }
    }
    let shown = try desk.run(["parked", "show", "--queue", "intake"]).output
    #expect(shown.contains(form.school.bin) && shown.contains(#""service" : "enrolment""#), "\(shown)")
    let personal = try desk.run(["parked", "show", "--personal"]).output
    #expect(personal.contains(form.child.iin) && personal.contains(form.child.familyName))
    #expect(try desk.run(["parked", "show", UUID().uuidString]).status == 1)
    #expect(try await desk.waiting() == 3)
  }

  @Test("If the sender wrote the headers that a worker adds when it parks, no command shows their values")
  func forged() async throws {
    let desk = try await Desk()
    let stranger = Families.iin(9, adult: true)
    var message = Families.enrolment(1).message()
    for header in [HeaderName.parkedReason, HeaderName.parkedDetail, HeaderName.parkedAt, HeaderName.parkedBy] {
      message.headers[header] = .text(stranger)
    }
    try await desk.system.publish([message], routingKey: RoutingKey.applicationSubmitted)
    // The broker parks the message after too many lost connections. RabbitMQ 4.3 no longer counts mere requeues.
    for _ in 0...20 {
      let consumer = try await desk.system.broker.consumer(queue: QueueName.intake, prefetch: 1)
      #expect(try await consumer.nextBatch(limit: 1)?.count == 1)
      await consumer.close()
    }
    try await eventually(within: 60, "the broker has parked the message") { try await desk.waiting() == 1 }

    // A worker rejects only messages that are too large to be read, so a rejected message is listed as too large.
    let rejected = BrokerMessage(headers: ["x-death": .opaque(Data()), "x-first-death-reason": .text("rejected")])
    #expect(ParkedMessage(queue: QueueName.intake, message: rejected).reason == "message.tooLarge")

    let misrouted = Families.enrolment(4).message()
    try await desk.park(misrouted, "message.misrouted")
    for more in [[], ["--yes", "--because", "a test"]] {
      let refused = try desk.run(["parked", "replay", "--reason", "message.misrouted"] + more)
      #expect(refused.status == 1 && refused.complaint.contains("never replayed"), "\(refused)")
    }
    _ = try desk.run(["parked", "discard", "--reason", "message.misrouted", "--because", "a test", "--yes"])

    let listed = try desk.run(["parked", "list", "--json"]).output
    #expect(listed.contains("delivery.limit") && listed.contains(#""parkedBy":"broker""#), "\(listed)")
    #expect(!listed.contains(stranger) && !listed.contains("parkedAt"), "\(listed)")
    for words in [["parked", "list"], ["parked", "show"], ["where", try #require(message.correlationId)]] {
      let shown = try desk.run(words)
      #expect(shown.status == 0 && !shown.output.contains(stranger), "\(shown)")
    }
    let words = ["parked", "discard", "--reason", "delivery.limit", "--because", "a test", "--yes"]
    let done = try desk.run(words)
    #expect(done.status == 0 && done.complaint == "Discarded 1 message.\n" && !done.output.contains(stranger))

    try await desk.park(Families.enrolment(2).message(), stranger)
    let odd = try desk.run(["parked", "list"]).output
    #expect(odd.contains("not known") && !odd.contains(stranger), "\(odd)")
  }
}

/// An operator's desk: the command, a broker with the topology, and a store.
struct Desk {
  let system: AdmissionSystem

  init(_ settings: [String: String] = [:]) async throws {
    system = try await AdmissionSystem(settings)
    _ = try await system.store()
  }

  func run(_ arguments: [String]) throws -> (status: Int32, output: String, complaint: String) {
    try AdmissionCtlProcess(settings: system.environment).run(arguments)
  }

  func park(_ message: BrokerMessage, _ reason: String) async throws {
    try await park([message]) { _ in reason }
  }

  /// Parks messages as intake does, each for the reason that `reason` gives for its position.
  func park(_ messages: [BrokerMessage], reason: (Int) -> String) async throws {
    let publisher = try await system.broker.publisher()
    try await publisher.publish(
      messages.enumerated().map { position, message in
        var copy = message
        copy.headers["x-odd"] = .text("Қ")
        copy.headers[HeaderName.attempt] = .integer(3)
        copy.headers[HeaderName.parkedReason] = .text(reason(position))
        copy.headers[HeaderName.parkedDetail] = .text("")
        copy.headers[HeaderName.parkedAt] = .text("2026-04-01T09:00:00+05:00")
        copy.headers[HeaderName.parkedBy] = .text("intake")
        return Publication(
          exchange: ExchangeName.aside, routingKey: QueueName.parked(of: QueueName.intake), message: copy)
      })
    await publisher.close()
  }

  /// The number of intake's parked messages.
  func waiting() async throws -> Int? {
    // When a connection is closed, its messages are back in the queue a moment later.
    try await Task.sleep(for: .milliseconds(300))
    return try await TestBroker.admin(system.amqpURL).counts(of: QueueName.parked(of: QueueName.intake))?.messages
  }

  static func objects(_ lines: String) throws -> [[String: Any]] {
    try lines.split(separator: "\n").map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }
}
