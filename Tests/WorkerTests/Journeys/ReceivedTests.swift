import Admission
import Foundation
import QueueContracts
import RabbitBroker
import Samples
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

@Suite("Applications that are not answered at once", .serialized, .timeLimit(.minutes(5)))
struct ReceivedTests {
  enum Engine: CaseIterable { case sqlite, postgres }

  private static func system(_ engine: Engine, _ settings: [String: String] = [:]) async throws -> AdmissionSystem {
    let url = engine == .postgres ? ["STORE_URL": try await TestDatabase.migrated()] : [:]
    return try await AdmissionSystem(url.merging(settings) { $1 })
  }

  private static func registers(of system: AdmissionSystem, unavailable: [String]) throws {
    let words = unavailable.map { "\"\($0)\"" }.joined(separator: ", ")
    try """
    {"civil-registration": {}, "social-assistance": {}, "guardianship": {}, "unemployment": {},
    "unavailable": [\(words)]}
    """.write(to: system.folder.appending(path: "registers.json"), atomically: true, encoding: .utf8)
  }

  /// The steps of the application's history, in order, each with its resolution.
  private static func steps(_ application: ApplicationSubmitted, _ store: any AdmissionStore) async throws -> [String] {
    try await store.entries(of: application.applicationId).map { entry in
      "\(entry.step.rawValue)" + (entry.resolution.map { " \($0)" } ?? "")
    }
  }

  private static func withdrawal(of application: ApplicationSubmitted) -> BrokerMessage {
    ApplicationWithdrawn(
      applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
      withdrawnAt: .now
    ).message()
  }

  private static func ctl(_ system: AdmissionSystem, _ words: String...) throws -> (
    status: Int32, output: String, complaint: String
  ) {
    try AdmissionCtlProcess(settings: system.environment).run(words)
  }

  private static func books(_ system: AdmissionSystem) throws -> (status: Int32, report: [String: Any]) {
    let answer = try ctl(system, "books", "--campaign", "2026", "--json")
    let report = try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any]
    return (answer.status, try #require(report, "\(answer)"))
  }

  @Test(
    "While a register is down, a family is told once that its application waits; later it is answered as usual",
    arguments: Engine.allCases)
  func registerAway(engine: Engine) async throws {
    let system = try await Self.system(engine, ["RETRY_TOTAL_SECONDS": "600"])
    try Self.registers(of: system, unavailable: ["unemployment"])
    let store = try await system.store()
    let tap = try await system.tap(RoutingKey.processingUpdated)
    let application = Families.enrolment(1) { $0.statusCategories = [.unemployedParents] }
    let withdrawn = Families.enrolment(2) { $0.statusCategories = [.unemployedParents] }
    let message = application.message()

    try await system.withWorkers {
      try await system.publish([message, withdrawn.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "both are told\n\(system.logs)") {
        for application in [application, withdrawn]
        where try await Self.steps(application, store) != ["5"] { return false }
        return true
      }
      let record = try #require(try await store.application(application.applicationId))
      #expect(record.state == .received && record.arrival == nil && record.receivedAt != nil)
      let entry = try #require(try await store.entries(of: application.applicationId).first)
      #expect(entry.entryId == MessageID(message.id ?? "")?.derived("processing.updated#received"))
      #expect(entry.dueBy == Timestamp("2026-04-02T18:00:00+05:00") && entry.status == .inProcessing)

      // One application is withdrawn while it waits, the other is sent again under another id. Neither family is told a
      // second time that its application waits.
      try await system.publish([Self.withdrawal(of: withdrawn)], routingKey: RoutingKey.applicationWithdrawn)
      try await system.publish([application.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "the withdrawal is told\n\(system.logs)") {
        try await Self.steps(withdrawn, store).sorted() == ["40 withdrawn", "5"]
      }
      try await eventually(within: 60, "the application has waited again\n\(system.logs)") {
        try await store.deliveryEvents(of: application.applicationId).contains { $0.times > 2 }
      }
      try Self.registers(of: system, unavailable: [])
      try await eventually(within: 60, "it is answered\n\(system.logs)") {
        try await Self.steps(application, store).count == 2
      }
      try await eventually(within: 60, "nothing waits any more\n\(system.logs)") {
        try await system.leftOver().filter { !$0.key.hasPrefix("tap.") }.values.allSatisfy { $0 == 0 }
      }
      #expect(try await Self.steps(application, store) == ["5", "10 negative"])
      #expect(try await Self.steps(withdrawn, store).sorted() == ["40 withdrawn", "5"])
      #expect(try await store.application(withdrawn.applicationId)?.state == .withdrawn)

      let updates = try await system.take(100, from: tap, within: 3, mayBeFewer: true)
      let told = try updates.map { ($0.id, try WireCodec.decode(ProcessingUpdated.self, from: $0.body)) }
      #expect(Set(told.map(\.0)).count == 4)
      #expect(told.allSatisfy { $0.1.childName == "Айша Ә." && $0.1.grade == 1 })
    }
    #expect(try Self.books(system).status == 0)
  }

  @Test("If an application is parked, its family is told that it was received, and the books say where it is parked")
  func parked() async throws {
    let system = try await Self.system(.sqlite)
    let store = try await system.store()
    let tap = try await system.tap(RoutingKey.processingUpdated)
    let unknown = Families.enrolment(1) { $0.school.bin = "070941024691" }
    let noNumber = Families.enrolment(2) { $0.school.bin = "№ 5 мектеп" }
    var gost = Families.enrolment(3)
    gost.signature = TestSigning.cms(of: gost.form, at: gost.submittedAt)
    if case .eds(let cms) = gost.signature { gost.signature = .eds(cms: SampleSigner.pretendingGOST(cms)) }
    let applications = [unknown, noNumber, gost]

    try await system.withWorkers {
      try await system.publish(applications.map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      for application in applications {
        try await eventually(within: 60, "\(application.number) is told\n\(system.logs)") {
          try await Self.steps(application, store) == ["5"]
        }
      }
      let updates = try await system.take(3, from: tap)
        .map { try WireCodec.decode(ProcessingUpdated.self, from: $0.body) }
      for update in updates {
        // The GOST signature cannot be verified, so its form is not trusted, and the update repeats nothing from it.
        let isSigned = update.applicationId != gost.applicationId
        #expect(update.childName == (isSigned ? "Айша Ә." : nil) && update.grade == (isSigned ? 1 : nil))
        #expect(update.step == .received && update.dueBy != nil)
      }
      #expect(updates.first { $0.applicationId == noNumber.applicationId }?.school == noNumber.form.form.school)
      try await eventually(within: 60, "the parking of all is noted") {
        for application in applications
        where try await store.deliveryEvents(of: application.applicationId).isEmpty { return false }
        return true
      }

      try Self.expectThreeParked(in: system)
      let text = try Self.ctl(system, "books", "--campaign", "2026")
      #expect(text.output.contains("is parked: school.unknown") && text.output.contains("signature.unsupported"))
      #expect(!text.output.contains(unknown.form.form.applicant.iin))
      let told = try Self.ctl(system, "where", unknown.applicationId.description)
      #expect(told.output.contains("received") && told.output.contains("school.unknown"), "\(told)")
      let late = try Self.ctl(system, "overdue", "--json")
      #expect(late.output.contains(unknown.applicationId.description) && late.output.contains(#""received""#))

      // One application is withdrawn while it is parked; its replayed submission changes nothing.
      try await system.publish([Self.withdrawal(of: gost)], routingKey: RoutingKey.applicationWithdrawn)
      try await eventually(within: 60, "the withdrawal is told\n\(system.logs)") {
        try await Self.steps(gost, store).sorted() == ["40 withdrawn", "5"]
      }
      let words = ["parked", "replay", "--because", "a test", "--yes", "--reason", "signature.unsupported"]
      #expect(try AdmissionCtlProcess(settings: system.environment).run(words).status == 0)
      // The unknown school is entered in the directory, and the submission that names it is replayed. The submission
      // that names a school without a BIN is discarded.
      try (TestFiles.schools + "\n070941024691,№ 3,№ 3,No. 3,general\n")
        .write(to: system.folder.appending(path: "schools.csv"), atomically: true, encoding: .utf8)
      try await eventually(within: 60, "the replayed application is done with\n\(system.logs)") {
        try await TestBroker.admin(system.amqpURL).counts(of: QueueName.parked(of: QueueName.intake))?.messages == 2
      }
      for (command, application) in [("replay", unknown), ("discard", noNumber)] {
        try await Self.settle(application, by: command, in: system)
      }
      try await eventually(within: 60, "the replayed application is answered\n\(system.logs)") {
        try await Self.steps(unknown, store) == ["5", "10"]
      }
      #expect(try await Self.steps(gost, store).sorted() == ["40 withdrawn", "5"])
    }
    try Self.expectDiscarded(noNumber, in: system)
    try await Self.expectUnroutedToDiffer(Self.withdrawal(of: gost), in: system)
  }

  /// Checks that the books balance, with three applications that were received and are parked.
  private static func expectThreeParked(in system: AdmissionSystem) throws {
    let (status, report) = try books(system)
    #expect(status == 0 && report["balance"] as? Bool == true, "\(report)")
    #expect((report["register"] as? [String: Int])?["received"] == 3)
    #expect((report["history"] as? [String: Int])?["received"] == 3)
    let places = try #require(report["waiting"] as? [[String: Any]])
    #expect(places.count == 3 && places.allSatisfy { $0["place"] as? String == "parked" })
    #expect(places.allSatisfy { $0["isThere"] as? Bool == true })
    #expect((report["queues"] as? [String: Int])?["admission.intake.parked"] == 3)
  }

  /// Checks that the books name the application that waits in vain because its submission was discarded.
  private static func expectDiscarded(_ application: ApplicationSubmitted, in system: AdmissionSystem) throws {
    let (status, report) = try books(system)
    #expect(status == 1)
    let differences = try #require(report["differences"] as? [[String: Any]])
    #expect(differences.map { $0["applicationId"] as? String } == [application.applicationId.description])
    #expect(differences.first?["problem"] as? String == "it was received, and its submission was discarded")
  }

  /// Checks that the books name an unrouted message as a difference.
  private static func expectUnroutedToDiffer(_ message: BrokerMessage, in system: AdmissionSystem) async throws {
    try await system.publish([message], routingKey: "nobody.listens")
    try await eventually(within: 30, "it is unrouted") {
      try await TestBroker.admin(system.amqpURL).counts(of: QueueName.unrouted)?.messages == 1
    }
    let queues = try #require(try books(system).report["differences"] as? [[String: Any]])
    #expect(queues.contains { $0["queue"] as? String == QueueName.unrouted })
  }

  /// Replays or discards the parked submission of an application.
  private static func settle(
    _ application: ApplicationSubmitted, by command: String, in system: AdmissionSystem
  ) async throws {
    let parked = try await TestBroker.admin(system.amqpURL).browse(QueueName.parked(of: QueueName.intake), limit: 9)
    let id = try #require(
      parked.first { $0.message.correlationId == application.applicationId.description }?.message.id)
    let answer = try ctl(system, "parked", command, id, "--because", "a test", "--yes")
    #expect(answer.status == 0, "\(answer)")
  }

  @Test("If a deadline passes while an application waits, the family is told, and the later answer counts")
  func lateWhileWaiting() async throws {
    let system = try await Self.system(.sqlite, ["DEADLINE_CHECK_SECONDS": "1", "RETRY_TOTAL_SECONDS": "600"])
    try Self.registers(of: system, unavailable: ["unemployment"])
    let store = try await system.store()
    var late = DeadlineTests.late(2)
    var form = late.form.form
    form.statusCategories = [.unemployedParents]
    late.form = SignedForm(form)
    late.signature = TestSigning.attestation(of: late.form, at: late.submittedAt)

    try await system.withWorkers(["IntakeWorker", "NotifyWorker"]) { [late] in
      try await system.publish([late.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "the family is told that the answer is late\n\(system.logs)") {
        try await Self.steps(late, store) == ["5", "15"]
      }
      try Self.registers(of: system, unavailable: [])
      try await eventually(within: 60, "it is answered\n\(system.logs)") {
        try await Self.steps(late, store).count == 3
      }
      #expect(try await Self.steps(late, store) == ["5", "15", "10 negative"])
    }
  }

  @Test(
    "An EDS or attestation that is used for a second application is refused",
    arguments: Engine.allCases)
  func reused(engine: Engine) async throws {
    let system = try await Self.system(engine)
    let store = try await system.store()
    var byEDS = Families.enrolment(2)
    byEDS.signature = TestSigning.cms(of: byEDS.form, at: byEDS.submittedAt)
    let firsts = [Families.enrolment(1), byEDS, Families.enrolment(3) { $0.school.bin = "070941024691" }]
    let refused = Families.enrolment(4) { $0.documents = [] }

    func again(_ first: ApplicationSubmitted) -> ApplicationSubmitted {
      var second = first
      second.applicationId = ApplicationID(uuid: UUID())
      return second
    }
    try await system.withWorkers(["IntakeWorker", "NotifyWorker"]) {
      for first in firsts + [refused] {
        try await system.publish([first.message()], routingKey: RoutingKey.applicationSubmitted)
        try await eventually(within: 60, "the first application is known\n\(system.logs)") {
          try await store.application(first.applicationId) != nil
        }
      }
      for first in [firsts[0], firsts[1], refused] {
        let second = again(first)
        try await system.publish([second.message()], routingKey: RoutingKey.applicationSubmitted)
        try await eventually(within: 60, "the second application is answered\n\(system.logs)") {
          try await !store.entries(of: second.applicationId).isEmpty
        }
        let entry = try #require(try await store.entries(of: second.applicationId).first)
        #expect(entry.reasons.map(\.code) == ["signature.reused"] && entry.resolution == .negative)
      }
      // A repeated form to an unknown school is parked because of the school, which is checked before the signature is
      // compared with earlier ones.
      let third = again(firsts[2])
      try await system.publish([third.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "it is parked\n\(system.logs)") {
        try await Self.steps(third, store) == ["5"]
      }
    }
  }
}
