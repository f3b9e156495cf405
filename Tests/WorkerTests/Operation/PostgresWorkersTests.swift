import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import TestTools
import WorkerRuntime
import WorkerStore

@Suite("Workers on PostgreSQL", .serialized, .timeLimit(.minutes(8)))
struct PostgresWorkersTests {
  private static let names = WorkerName.programs

  /// An application with its expected final state and the expected steps of its history.
  private struct Case {
    let application: ApplicationSubmitted
    let state: ApplicationRecord.State
    let steps: [Int]
    /// The message that the school or the family sends after the answer; nil if neither sends one.
    let sequel: (message: BrokerMessage, routingKey: String)?

    /// Of every ten applications, intake refuses one, the school decides three, and the family withdraws one.
    init(_ number: Int) {
      let application = Families.mixed(number)
      let asked = application.form.form.service == .transfer ? [10, 20] : [10]
      self.application = application
      (state, steps, sequel) =
        switch number % 10 {
        case 0: (.refused, asked, nil)
        case 1, 3: (.enrolledBySchool, asked + [30], Self.decision(.enrolled, on: application))
        case 4: (.refusedBySchool, asked + [30], Self.decision(.refused, on: application))
        case 5: (.withdrawn, asked + [40], Self.withdrawal(of: application))
        default: (.inProcessing, asked, nil)
        }
    }

    private static func decision(
      _ decision: SchoolDecision, on application: ApplicationSubmitted
    ) -> (message: BrokerMessage, routingKey: String) {
      let body = SchoolDecided(
        applicationId: application.applicationId, school: SchoolReference(bin: Families.school), decision: decision,
        decidedAt: Timestamp("2026-04-02T10:00:00+05:00")!)
      return (body.message(), RoutingKey.schoolDecided(application.form.form.service))
    }

    private static func withdrawal(
      of application: ApplicationSubmitted
    ) -> (message: BrokerMessage, routingKey: String) {
      let body = ApplicationWithdrawn(
        applicationId: application.applicationId, applicantIin: application.form.form.applicant.iin,
        withdrawnAt: Timestamp("2026-04-02T11:00:00+05:00")!)
      return (body.message(), RoutingKey.applicationWithdrawn)
    }
  }

  @Test("The books balance if each worker has three processes on one database, and kill -9 ends some of them")
  func killed() async throws {
    let system = try await AdmissionSystem(
      ["STORE_URL": try await TestDatabase.migrated(), "PREFETCH": "50", "LANES": "2", "RETRY_TOTAL_SECONDS": "60"])
    let cases = (0..<600).map(Case.init)
    var workers: [(name: String, handle: WorkerHandle)] = []
    for name in Self.names { for _ in 1...3 { workers.append((name, try system.launch(name))) } }
    defer { for worker in workers { worker.handle.kill() } }
    var random = SystemRandomNumberGenerator()
    func killSome(_ count: Int) async throws {
      for _ in 0..<count {
        try await Task.sleep(for: .milliseconds(Int.random(in: 50...300, using: &random)))
        let index = Int.random(in: workers.indices, using: &random)
        workers[index].handle.kill()
        workers[index].handle = try system.launch(workers[index].name)
      }
    }
    let store = try await system.store()
    func awaitEntries(_ comment: String, _ expected: @escaping (Case) -> Int) async throws {
      var answered = 0
      try await eventually(within: 150, "\(comment)\n\(system.logs.suffix(4000))") {
        while answered < cases.count {
          let entries = try await store.entries(of: cases[answered].application.applicationId)
          guard entries.count >= expected(cases[answered]) else { return false }
          answered += 1
        }
        return true
      }
    }

    let publishing = Task {
      for start in stride(from: 0, to: cases.count, by: 100) {
        try await system.publish(
          cases[start..<start + 100].map { $0.application.message() }, routingKey: RoutingKey.applicationSubmitted)
        // The pauses spread the work, so that every killed worker has deliveries in hand.
        try await Task.sleep(for: .milliseconds(300))
      }
    }
    try await killSome(12)
    try await publishing.value
    try await awaitEntries("every application is answered") { $0.steps.count { $0 < 30 } }

    for (key, sequels) in Dictionary(grouping: cases.compactMap(\.sequel), by: \.routingKey) {
      try await system.publish(sequels.map(\.message), routingKey: key)
    }
    try await killSome(9)
    try await awaitEntries("every decision and withdrawal is answered") { $0.steps.count }

    // Each step has one entry, every application has the expected state, and arrival numbers have no gaps.
    var (states, arrivals): ([ApplicationRecord.State: Int], [Int]) = ([:], [])
    for item in cases {
      let entries = try await store.entries(of: item.application.applicationId)
      #expect(entries.map(\.step.rawValue).sorted() == item.steps)
      let record = try #require(try await store.application(item.application.applicationId))
      #expect(record.state == item.state)
      states[record.state, default: 0] += 1
      if let arrival = record.arrival { arrivals.append(arrival) }
    }
    #expect(states.values.reduce(0, +) == cases.count)
    #expect(arrivals.sorted() == Array(1...540))
    for queue in QueueName.workers {
      let admin = try TestBroker.admin(system.amqpURL)
      #expect(try await admin.counts(of: QueueName.parked(of: queue))?.messages == 0)
    }
  }

  @Test("If two processes judge two transfers with the same slip, one transfer gets the slip")
  func slip() async throws {
    let system = try await AdmissionSystem(["STORE_URL": try await TestDatabase.migrated(), "PREFETCH": "1"])
    let pairs = (0..<20).map { pair in
      [2 * pair, 2 * pair + 1].map { number in
        Families.transfer(number) { $0.transfer?.deregistrationSlip.number = "S-\(pair)" }
      }
    }
    let store = try await system.store()
    try await system.withWorkers(["IntakeWorker", "TransferWorker", "TransferWorker", "NotifyWorker"]) {
      try await system.publish(pairs.flatMap(\.self).map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      for pair in pairs {
        var entries: [[HistoryEntry]] = []
        try await eventually(within: 60, "both are answered") {
          entries = []
          for application in pair { entries.append(try await store.entries(of: application.applicationId)) }
          return entries.allSatisfy { $0.count == 2 }
        }
        let reasons = entries.joined().flatMap(\.reasons).map(\.code)
        #expect(reasons == ["transfer.slipUsed"])
      }
    }
  }

  @Test("While PostgreSQL is killed or stopped, the worker waits, and nothing is lost")
  func outage() async throws {
    let readiness = try Readiness()
    let system = try await AdmissionSystem([
      "STORE_URL": try await TestDatabase.migrated(), "HEALTH_PORT": "\(readiness.port)",
    ])
    let worker = try system.launch("IntakeWorker")
    defer { worker.kill() }
    try await system.expectHandled(Families.enrolment(1))

    for (number, fault) in [(2, "kill"), (3, "stop")] {
      try await TestDatabase.server(fault)
      let waiting = Families.enrolment(number)
      try await system.publish([waiting.message()], routingKey: RoutingKey.applicationSubmitted)
      try await eventually(within: 60, "the worker says that it waits for the store\n\(system.logs)") {
        await readiness.answer?.body.contains("store is down") == true
      }
      try await TestDatabase.server("start")
      try await eventually(within: 60, "it is ready again\n\(system.logs)") { await readiness.isReady }
      #expect(try await system.store().application(waiting.applicationId)?.arrival == number)
    }
    #expect(worker.isRunning)
    #expect(!system.logs.contains("qabyldau:qabyldau"))
  }

  @Test("An idle worker reports that PostgreSQL is down, and is ready again when PostgreSQL is back")
  func idle() async throws {
    let readiness = try Readiness()
    let system = try await AdmissionSystem([
      "STORE_URL": try await TestDatabase.migrated(), "HEALTH_PORT": "\(readiness.port)", "STORE_CHECK_SECONDS": "1",
    ])
    let worker = try system.launch("IntakeWorker")
    defer { worker.kill() }
    try await eventually("it is ready\n\(system.logs)") { await readiness.isReady }
    try await TestDatabase.server("kill")
    try await eventually("the worker says that the store is down\n\(system.logs)") { await readiness.isNotReady }
    let body = await readiness.answer?.body ?? ""
    #expect(body == "problem store: store is down\nlane 0: consuming\n")
    #expect(await readiness.page("metrics").contains(#"qabyldau_problem{problem="store"} 1"#))
    try await TestDatabase.server("start")
    try await eventually(within: 60, "it is ready again\n\(system.logs)") { await readiness.isReady }
    #expect(worker.isRunning)
  }

  @Test("A worker without tables ends with status 2 and names the command that creates them")
  func migration() async throws {
    let system = try await AdmissionSystem(["STORE_URL": try TestDatabase.make()])
    let worker = try system.launch("IntakeWorker")
    try await eventually("it has ended") { !worker.isRunning }
    #expect(worker.exitStatus == 2)
    #expect(system.logs.contains("run: admissionctl store migrate."), "\(system.logs)")

    let admissionctl = WorkerHandle.binaries.appending(path: "admissionctl").path
    let printed = try await Program.run(
      "/usr/bin/env", ["STORE_URL=\(system.environment["STORE_URL"] ?? "")", admissionctl, "store", "migrate"])
    #expect(printed.hasPrefix("The store's tables are those of version "))
    try await system.withWorkers(["IntakeWorker"]) { try await system.expectHandled(Families.enrolment(1)) }
  }
}
