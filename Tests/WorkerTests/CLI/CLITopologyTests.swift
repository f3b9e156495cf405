import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime

@Suite("The commands about queues", .serialized, .timeLimit(.minutes(2)))
struct CLITopologyTests {
  @Test("`topology diff` names missing queues and different arguments, and changes nothing")
  func differences() async throws {
    let desk = try await Desk()
    let same = try desk.run(["topology", "diff"])
    #expect(same.status == 0 && same.output == "The broker has what is wanted.\n", "\(same)")
    let notCompared = "Bindings were not compared, for AMQP does not tell them: set RABBITMQ_MANAGEMENT_URL.\n"
    #expect(same.complaint == notCompared)

    let admin = try TestBroker.admin(desk.system.amqpURL)
    let retry = QueueName.retry(of: QueueName.intake, seconds: 1)
    let wanted = try #require(Topology.version1(retryLadderSeconds: [1]).queues.first { $0.name == retry })
    let other = wanted.arguments.merging(["x-message-ttl": .integer(7000)]) { $1 }
    try await admin.deleteQueue(retry)
    try await admin.deleteQueue(QueueName.schools)
    try await admin.apply(
      Topology(exchanges: [], queues: [QueueDefinition(name: retry, arguments: other)], bindings: []))

    for _ in 1...2 {
      let (status, output, complaint) = try desk.run(["topology", "diff", "--json"])
      #expect(status == 1 && complaint == notCompared + "The broker differs in 2 places.\n")
      let found = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [[String: Any]])
      let missing = try #require(found.first { $0["name"] as? String == QueueName.schools })
      #expect(missing["argument"] == nil && (missing["migration"] as? String)?.contains("topology apply") == true)
      let mismatch = try #require(found.first { $0["name"] as? String == retry })
      #expect(mismatch["kind"] as? String == "queue" && mismatch["argument"] as? String == "x-message-ttl")
      #expect(mismatch["declared"] as? String == "7000" && mismatch["wanted"] as? String == "1000")
      #expect((mismatch["migration"] as? String)?.contains("delete it only when it is empty") == true)
    }
    #expect(try await admin.counts(of: QueueName.schools) == nil)
  }

  @Test("A parked message survives thirty lost connections, and is still parked after being browsed thirty times")
  func looks() async throws {
    let desk = try await Desk()
    let message = Families.enrolment(1).message()
    try await desk.park(message, "school.unknown")
    let parked = QueueName.parked(of: QueueName.intake)
    for _ in 1...30 {
      let consumer = try await desk.system.broker.consumer(queue: parked, prefetch: 1)
      #expect(try await consumer.nextBatch(limit: 1)?.count == 1)
      await consumer.close()
    }
    let admin = try TestBroker.admin(desk.system.amqpURL)
    for _ in 1...30 { #expect(try await admin.browse(parked, limit: 10).map(\.message.id) == [message.id]) }
  }

  @Test("A parked queue without a delivery limit is reported, and is not read if reading could drop its messages")
  func withoutLimit() async throws {
    let desk = try await Desk()
    let parked = QueueName.parked(of: QueueName.intake)
    let admin = try TestBroker.admin(desk.system.amqpURL)
    let topology = Topology.version1(retryLadderSeconds: [1])
    try await admin.deleteQueue(parked)
    let plain = QueueDefinition(name: parked, arguments: ["x-queue-type": .text("quorum")])
    try await admin.apply(
      Topology(exchanges: [], queues: [plain], bindings: topology.bindings.filter { $0.queue == parked }))
    let dropsWithoutLimit = try TestBroker.version() >= ServerVersion(4, 0)

    let applied = try desk.run(["topology", "apply"])
    #expect(applied.status == 0 && applied.complaint.contains("Without a delivery limit"), "\(applied)")
    #expect(applied.complaint.contains(parked) && applied.complaint.contains("--if-empty"), "\(applied)")
    let compared = try desk.run(["topology", "diff", "--json"])
    #expect(compared.status == (dropsWithoutLimit ? 1 : 0), "\(compared)")
    #expect(compared.output.contains("x-delivery-limit") == dropsWithoutLimit, "\(compared)")

    let message = Families.enrolment(1).message()
    try await desk.park(message, "school.unknown")
    for _ in 1...10 {
      let consumer = try await desk.system.broker.consumer(queue: parked, prefetch: 1)
      #expect(try await consumer.nextBatch(limit: 1)?.count == 1)
      await consumer.close()
    }
    let listed = try desk.run(["parked", "list"])
    #expect(listed.status == (dropsWithoutLimit ? 1 : 0), "\(listed)")
    #expect(listed.complaint.contains("is not looked at") == dropsWithoutLimit, "\(listed)")
    // What follows are the steps that the error names: discard or replay the messages, delete the queue, apply the
    // topology.
    let discarded = try desk.run(
      ["parked", "discard", "--reason", "school.unknown", "--because", "a test", "--yes"])
    #expect(discarded.status == 0 && discarded.complaint == "Discarded 1 message.\n", "\(discarded)")
    try await admin.deleteQueue(parked)
    #expect(try desk.run(["topology", "apply"]).complaint == "")
    #expect(try desk.run(["topology", "diff"]).status == 0)
  }

  @Test("`queues` counts messages and consumers, and names the figures that AMQP does not give")
  func queues() async throws {
    let desk = try await Desk()
    try await desk.park(BrokerMessage(body: Data()), "message.notJSON")
    let consumer = try await desk.system.broker.consumer(queue: QueueName.schools, prefetch: 1)
    let (status, output, complaint) = try desk.run(["queues", "--json"])
    await consumer.close()
    #expect(status == 0, "\(complaint)")
    let listing = try #require(try JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any])
    #expect(listing["notKnown"] as? [String] == ["unacknowledged", "oldest"])
    let queues = try #require(listing["queues"] as? [[String: Any]])
    #expect(queues.count == Topology.version1(retryLadderSeconds: [1]).queues.count)
    let parked = queues.first { $0["name"] as? String == QueueName.parked(of: QueueName.intake) }
    #expect(parked?["messages"] as? Int == 1 && parked?["consumers"] as? Int == 0)
    #expect(queues.first { $0["name"] as? String == QueueName.schools }?["consumers"] as? Int == 1)

    try await TestBroker.admin(desk.system.amqpURL).deleteQueue(QueueName.schools)
    let (missing, table, _) = try desk.run(["queues"])
    #expect(missing == 1 && table.contains("missing") && table.contains("--all lists them"))
    #expect(!table.contains("not known") && !table.contains(".retry."))
    let (_, all, _) = try desk.run(["queues", "--all"])
    #expect(all.contains("not known") && all.contains(".retry."), "\(all)")
  }

  @Test("With --school, commands include the queue of this school, which gets only this school's messages")
  func schools() async throws {
    let desk = try await Desk()
    let admin = try TestBroker.admin(desk.system.amqpURL)
    let (mine, other) = ("\(QueueName.schools).\(Families.school)", "\(QueueName.schools).\(Families.otherSchool)")
    let named = ["--school", Families.school, "--school", Families.otherSchool]
    let applied = try desk.run(["topology", "apply"] + named + named)
    #expect(applied.status == 0, "\(applied)")
    for queue in [mine, QueueName.parked(of: mine), other, QueueName.parked(of: other)] {
      #expect(try await admin.counts(of: queue) != nil, "\(queue)")
    }
    #expect(try desk.run(["topology", "diff"] + named).status == 0)
    #expect(try desk.run(["queues"] + named).output.contains(mine))

    for key in [
      RoutingKey.schoolAdmissionRequested(Families.school), RoutingKey.schoolAdmissionWithdrawn(Families.school),
    ] { try await desk.system.publish([BrokerMessage(body: Data())], routingKey: key) }
    for (queue, count) in [(mine, 2), (other, 0), (QueueName.schools, 2)] {
      #expect(try await admin.counts(of: queue)?.messages == count, "\(queue)")
    }
    let listed = try desk.run(["parked", "list", "--queue", mine])
    #expect(listed.status == 0 && listed.output.contains("Nothing that is parked"), "\(listed)")

    try await admin.deleteQueue(mine)
    let missing = try desk.run(["topology", "diff"] + named)
    #expect(missing.status == 1 && missing.output.contains(mine), "\(missing)")
    #expect(try desk.run(["topology", "diff"]).status == 0)
    for command in [["topology", "apply"], ["topology", "users"], ["topology", "definitions"], ["queues"]] {
      let refused = try desk.run(command + ["--school", "950341000053"])
      #expect(refused.status != 0 && refused.complaint.contains("is no BIN"), "\(refused)")
    }
  }

  @Test("`topology apply` removes the bindings that earlier builds declared")
  func formerBindings() async throws {
    let desk = try await Desk()
    let host = try BrokerURL.list(desk.system.amqpURL)[0].virtualHost
    func keys() async throws -> String {
      try await TestBroker.evaluate("[element(3, B) || B <- rabbit_binding:list(<<\"\(host)\">>)].")
    }
    try await TestBroker.admin(desk.system.amqpURL).apply(
      Topology(exchanges: [], queues: [], bindings: Topology.formerBindings))
    let before = try await keys()
    #expect(before.contains("<<\"school.decided.*\">>") && before.contains("<<\"school.decided.transfer\">>"))
    for _ in 1...2 { #expect(try desk.run(["topology", "apply"]).status == 0) }
    let after = try await keys()
    #expect(!after.contains("<<\"school.decided.*\">>") && !after.contains("<<\"school.decided.transfer\">>"))
    #expect(after.contains("<<\"school.decided.#\">>") && after.contains("<<\"school.decided.transfer.#\">>"))
  }
}
