import Admission
import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

/// Tests the users that `topology users` prints, imported into a real broker.
@Suite("Users with the rights that they need", .serialized, .timeLimit(.minutes(5)))
struct CLIUsersTests {
  @Test(
    "Nobody logs in before a password is set, and importing rights leaves passwords as they are")
  func passwords() async throws {
    let users = try await BrokerUsers()
    func expectRefused(_ password: String) async throws {
      for name in BrokerUsers.names {
        let error = await #expect(throws: BrokerError.self, "\(name) logs in by '\(password)'") {
          try await TestBroker.admin(users.url(name, password: password)).counts(of: QueueName.intake)
        }
        #expect(error?.code == .accessRefused && error?.detail.contains("ACCESS_REFUSED") == true)
      }
    }
    for guess in ["", "guest", "password of intake"] { try await expectRefused(guess) }

    try await users.setPasswords()
    try await users.importDefinitions("--rights-only")
    for name in BrokerUsers.names { await (try await users.broker(name).publisher()).close() }
    try await users.importDefinitions()
    try await expectRefused("password of notify")
  }

  @Test("Each worker, with its own user, reports missing queues, and handles everything once they are declared")
  func journey() async throws {
    let users = try await BrokerUsers()
    try await users.setPasswords()
    // The deadlines of April are past, so intake also sends notices to itself.
    let system = try await AdmissionSystem(amqpURL: users.url("operator"), ["DEADLINE_CHECK_SECONDS": "1"])
    let desk = AdmissionCtlProcess(settings: system.environment)
    let (portal, school) = (try users.broker("portal"), try users.broker("school"))
    try await TestBroker.admin(system.amqpURL).remove(Topology.version1(retryLadderSeconds: [1]))

    let staff = [("IntakeWorker", "intake"), ("TransferWorker", "transfer"), ("NotifyWorker", "notify")]
    let workers = try staff.map { try system.launch($0.0, ["AMQP_URL": users.url($0.1)]) }
    defer { for worker in workers { worker.kill() } }
    try await Self.expectMissingQueues(system)
    let applied = try desk.run(["topology", "apply"])
    #expect(applied.status == 0, "\(applied)")
    #expect(try desk.run(["topology", "diff"]).output == "The broker has what is wanted.\n")

    let (accepted, moving) = (Families.enrolment(1), Families.transfer(2))
    let (leaving, left) = (Families.enrolment(3), Families.transfer(4))
    let parked = Families.enrolment(5) { $0.school.bin = "070941024691" }
    try await system.publish(
      [accepted, moving, leaving, left, parked].map { $0.message() }, routingKey: RoutingKey.applicationSubmitted,
      by: portal)
    let requests = try await system.take(4, from: QueueName.schools, within: 60, by: school)
    #expect(Set(requests.compactMap(\.type)) == [SchoolAdmissionRequested.type])

    // The withdrawal of an unknown application is retried until it is parked.
    let unknown = Families.enrolment(6)
    let withdrawals = [leaving, left, unknown].map {
      ApplicationWithdrawn(
        applicationId: $0.applicationId, applicantIin: $0.form.form.applicant.iin,
        withdrawnAt: Timestamp("2026-04-02T11:00:00+05:00")!
      ).message()
    }
    try await system.publish(withdrawals, routingKey: RoutingKey.applicationWithdrawn, by: portal)
    let told = try await system.take(1, from: QueueName.schools, within: 60, by: school)
    #expect(told.first?.type == SchoolAdmissionWithdrawn.type)
    let decision = SchoolDecided(
      applicationId: moving.applicationId, school: SchoolReference(bin: Families.school), decision: .enrolled,
      decidedAt: Timestamp("2026-04-02T10:00:00+05:00")!)
    try await system.publish([decision.message()], routingKey: RoutingKey.schoolDecided(.transfer), by: school)

    // No worker knows the type `odd.v1`, so TransferWorker and NotifyWorker each park the message.
    for key in [RoutingKey.transferRequested, RoutingKey.processingUpdated] {
      try await system.publish([BrokerMessage(id: UUID().uuidString.lowercased(), type: "odd.v1")], routingKey: key)
    }
    for (queue, count) in [(QueueName.intake, 2), (QueueName.transfer, 1), (QueueName.notify, 1)] {
      _ = try await system.take(count, from: QueueName.parked(of: queue), within: 60)
    }

    let store = try await system.store()
    func steps(_ application: ApplicationSubmitted) async throws -> [String] {
      try await store.history(recipientIin: application.form.form.applicant.iin).map { entry in
        "\(entry.step.rawValue) \(entry.status)" + (entry.resolution.map { " \($0)" } ?? "")
      }
    }
    for (application, step) in [
      (accepted, "15 inProcessing"), (moving, "20 inProcessing"), (moving, "30 completed positive"),
      (leaving, "40 completed withdrawn"), (left, "40 completed withdrawn"),
    ] {
      try await eventually(within: 60, "the family of \(application.number) reads '\(step)'\n\(system.logs)") {
        try await steps(application).contains(step)
      }
    }
    #expect(!system.logs.contains("ACCESS_REFUSED"), "\(system.logs)")
    #expect(workers.allSatisfy { $0.isRunning })
    #expect(try desk.run(["queues"]).status == 0)
  }

  /// Waits until each worker has logged that its queue is missing, and which command declares it.
  private static func expectMissingQueues(_ system: AdmissionSystem) async throws {
    try await eventually("each names its queue and the command\n\(system.logs)") {
      QueueName.workers.allSatisfy { queue in
        system.logs.split(separator: "\n").contains {
          $0.contains("Queue '\(queue)' cannot be consumed") && $0.contains("admissionctl topology apply")
        }
      }
    }
  }

  @Test("Each worker sees, with its own broker user, which queues are missing", arguments: WorkerName.allCases)
  func sees(_ worker: WorkerName) async throws {
    let users = try await BrokerUsers()
    try await users.setPasswords()
    let own = [worker.queue, worker.parkedQueue, QueueName.retry(of: worker.queue, seconds: 1)]
    let queues = own + MessageRoute.targetQueues(of: .worker(worker)) + [QueueName.unrouted]
    // RabbitMQ 4.3 tells a user nothing about a queue to which the user has no right. The workers have no right to
    // `admission.unrouted`, because it would let them send to that queue.
    let isTold = try TestBroker.version() < ServerVersion(4, 3)
    let admin = try TestBroker.admin(users.url(worker.user))
    let before = try await admin.states(of: queues)
    #expect(before.dropLast().allSatisfy { $0 == .missing }, "\(before)")
    #expect(before.last == (isTold ? .missing : .declared(messages: nil)), "\(before)")
    try await TestBroker.admin(users.url("operator")).apply(Topology.version1(retryLadderSeconds: [1]))
    let states = try await admin.states(of: queues)
    #expect(states.dropLast().allSatisfy { $0 == .declared(messages: 0) }, "\(states)")
    #expect(states.last == .declared(messages: isTold ? 0 : nil), "\(states)")
  }

  @Test("Anything beyond a user's rights is refused", arguments: BrokerPart.all.dropLast())
  func forbidden(_ part: BrokerPart) async throws {
    let topology = BrokerUsers.topology
    let users = try await BrokerUsers()
    try await users.setPasswords()
    try await TestBroker.admin(users.url("operator")).apply(topology)
    let (admin, broker) = (try TestBroker.admin(users.url(part.user)), try users.broker(part.user))

    func declaring(
      exchanges: [ExchangeDefinition] = [], queues: [QueueDefinition] = [], bindings: [BindingDefinition] = []
    ) -> Topology { Topology(exchanges: exchanges, queues: queues, bindings: bindings) }

    for queue in topology.queues {
      let name = queue.name
      if part.reads.contains(name) {
        _ = try await admin.browse(name, limit: 1)
      } else {
        try await expectRefused("gets from \(name)") { _ = try await admin.browse(name, limit: 1) }
        try await expectRefused("consumes \(name)") { await (try broker.consumer(queue: name, prefetch: 1)).close() }
        try await expectRefused("purges \(name)") { _ = try await admin.purge(name) }
      }
      try await expectRefused("declares \(name)") { try await admin.apply(declaring(queues: [queue])) }
      try await expectRefused("deletes \(name)") { try await admin.deleteQueue(name) }
      try await expectRefused("binds \(name)") {
        let binding = BindingDefinition(exchange: ExchangeName.admission, queue: name, key: "#")
        try await admin.apply(declaring(bindings: [binding]))
      }
    }
    let new = QueueDefinition(name: "\(QueueName.intake).new", arguments: [:])
    try await expectRefused("declares a queue of its own") { try await admin.apply(declaring(queues: [new])) }
    for exchange in topology.exchanges + [ExchangeDefinition(name: "admission.new", kind: .topic)] {
      try await expectRefused("declares \(exchange.name)") { try await admin.apply(declaring(exchanges: [exchange])) }
      try await expectRefused("deletes \(exchange.name)") { try await admin.remove(declaring(exchanges: [exchange])) }
    }

    let publisher = try await broker.publisher()
    func publish(_ exchange: String, _ key: String) async throws {
      try await publisher.publish([Publication(exchange: exchange, routingKey: key, message: BrokerMessage())])
    }
    let keys = Set(BrokerPart.all.flatMap(\.sends)).union(["application.other", "school.decided.other", "processing"])
    for key in keys.subtracting(part.sends) {
      try await expectRefused("sends \(key)") { try await publish(ExchangeName.admission, key) }
    }
    for exchange in Set(BrokerPart.all.map(\.aside)) {
      for queue in topology.queues.map(\.name) where exchange != part.aside || !part.asideQueues.contains(queue) {
        try await expectRefused("puts \(queue) aside by \(exchange)") { try await publish(exchange, queue) }
      }
    }
    for queue in topology.queues {
      try await expectRefused("sends to \(queue.name) by the default exchange") { try await publish("", queue.name) }
    }
    for exchange in [ExchangeName.unrouted, "amq.topic", "amq.fanout"] {
      try await expectRefused("sends to \(exchange)") { try await publish(exchange, "any") }
    }
    for key in part.sends { try await publish(ExchangeName.admission, key) }
    for queue in part.asideQueues { try await publish(part.aside, queue) }
    await publisher.close()
  }

  @Test("The operator may do everything with the topology and has no other rights")
  func operatorsBorder() async throws {
    let users = try await BrokerUsers()
    try await users.setPasswords()
    // Another program's queue and exchange, whose names begin like ours.
    let (queue, exchange) = (
      QueueDefinition(name: "admissions", arguments: [:]), ExchangeDefinition(name: "admissions", kind: .topic)
    )
    let others = Topology(exchanges: [exchange], queues: [queue], bindings: [])
    try await TestBroker.admin(users.url("guest", password: "guest")).apply(others)

    let (admin, broker) = (try TestBroker.admin(users.url("operator")), try users.broker("operator"))
    let ours = Topology.version1(retryLadderSeconds: [1])
    try await admin.apply(ours)
    for queue in ours.queues { try await admin.purge(queue.name) }
    let publisher = try await broker.publisher()
    for binding in ours.bindings where !binding.key.contains("*") {
      try await publisher.publish([
        Publication(exchange: binding.exchange, routingKey: binding.key, message: BrokerMessage())
      ])
    }
    try await expectRefused("declares a queue") { try await admin.apply(others) }
    try await expectRefused("deletes a queue") { try await admin.deleteQueue(queue.name) }
    try await expectRefused("purges a queue") { _ = try await admin.purge(queue.name) }
    try await expectRefused("reads a queue") { _ = try await admin.browse(queue.name, limit: 1) }
    try await expectRefused("binds a queue") {
      let binding = BindingDefinition(exchange: ExchangeName.admission, queue: queue.name, key: "#")
      try await admin.apply(Topology(exchanges: [], queues: [], bindings: [binding]))
    }
    for other in [exchange.name, "", "amq.topic"] {
      try await expectRefused("sends to '\(other)'") {
        try await publisher.publish([
          Publication(exchange: other, routingKey: queue.name, message: BrokerMessage())
        ])
      }
    }
    await publisher.close()
    try await admin.remove(ours)
  }

  @Test("No user may connect to another virtual host")
  func virtualHosts() async throws {
    let users = try await BrokerUsers()
    try await users.setPasswords()
    let other = AdmissionSystem.freshName()
    _ = try await TestBroker.makeVirtualHost(other)
    for name in BrokerUsers.names {
      let error = await #expect(throws: BrokerError.self, "\(name)") {
        try await TestBroker.admin(users.url(name, virtualHost: other)).counts(of: QueueName.intake)
      }
      #expect(error?.code == .accessRefused, "\(name): \(String(describing: error))")
    }
  }

  private func expectRefused(_ what: String, _ work: () async throws -> Void) async throws {
    do {
      try await work()
      Issue.record("\(what): it is allowed")
    } catch let error as BrokerError {
      #expect(error.status == 403 && error.detail.contains("ACCESS_REFUSED"), "\(what): \(error)")
    }
  }
}

/// The rights of a user by the contract's tables; every other operation has to be refused.
struct BrokerPart: Sendable, CustomTestStringConvertible {
  let user: String
  var reads: [String] = []
  /// The routing keys by which the user may send to `admission`.
  var sends: [String] = []
  /// The queues to which the user may send through the exchange that ``aside`` names.
  var asideQueues: [String] = []
  var aside = "admission.aside"

  var testDescription: String { user }

  static let all = [
    BrokerPart(
      user: "intake", reads: ["admission.intake"],
      sends: [
        "transfer.requested", "transfer.withdrawn", "school.admissionRequested.950341000052",
        "school.admissionWithdrawn.950341000052", "processing.updated",
      ],
      asideQueues: ["admission.intake", "admission.intake.parked", "admission.intake.retry.1"]),
    BrokerPart(
      user: "transfer", reads: ["admission.transfer"],
      sends: ["school.admissionRequested.950341000052", "processing.updated"],
      asideQueues: ["admission.transfer", "admission.transfer.parked", "admission.transfer.retry.1"],
      aside: "admission.aside.transfer"),
    BrokerPart(
      user: "notify", reads: ["admission.notify"],
      asideQueues: ["admission.notify", "admission.notify.parked", "admission.notify.retry.1"],
      aside: "admission.aside.notify"),
    BrokerPart(user: "portal", sends: ["application.submitted", "application.withdrawn"]),
    BrokerPart(
      user: "school", reads: ["admission.schools"],
      sends: ["school.decided.enrolment", "school.decided.homeSchooling", "school.decided.transfer"]),
    school("950341000052"), school("961141000023"),
  ]

  private static func school(_ bin: String) -> BrokerPart {
    BrokerPart(
      user: "school.\(bin)", reads: ["admission.schools.\(bin)"],
      sends: [
        "school.decided.enrolment.\(bin)", "school.decided.homeSchooling.\(bin)", "school.decided.transfer.\(bin)",
      ])
  }
}
