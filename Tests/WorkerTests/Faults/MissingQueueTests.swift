import Foundation
import QueueContracts
import RabbitBroker
import TestSupport
import Testing
import TestServers
import WorkerRuntime
import WorkerStore

@Suite("A worker whose output queue or binding is missing", .serialized, .timeLimit(.minutes(5)))
struct MissingQueueTests {
  @Test("Workers that publish to a missing queue are not ready, and their problem names the queue")
  func missing() async throws {
    let ready = try ["IntakeWorker", "TransferWorker"].map { ($0, try Readiness()) }
    let desk = try await Desk(["TOPOLOGY_CHECK_SECONDS": "1"])
    let system = desk.system
    let workers = try ready.map { try system.launch($0.0, ["HEALTH_PORT": "\($0.1.port)"]) }
    defer { for worker in workers { worker.kill() } }
    for (name, readiness) in ready {
      try await eventually(within: 60, "\(name) is ready\n\(system.logs)") { await readiness.isReady }
    }

    try await TestBroker.admin(system.amqpURL).deleteQueue(QueueName.notify)
    let sentence = "problem topology: queue admission.notify is missing; run: admissionctl topology apply"
    for (name, readiness) in ready {
      try await eventually("\(name) is not ready and says why\n\(system.logs)") {
        let answer = await readiness.answer
        return answer?.isReady == false && answer?.body.contains(sentence) == true
      }
      let page = await readiness.page("metrics")
      #expect(page.contains(#"qabyldau_topology_missing{queue="admission.notify"} 1.0"#), "\(page)")
      #expect(page.contains(#"qabyldau_topology_missing{queue="\#(QueueName.unrouted)"} 0.0"#), "\(page)")
    }

    // An application's update is kept in `admission.unrouted`. A metric and a log line tell the operator.
    try await system.publish([Families.enrolment(1).message()], routingKey: RoutingKey.applicationSubmitted)
    try await eventually("the waiting messages are counted\n\(system.logs)") {
      await ready[0].1.page("metrics").contains("qabyldau_unrouted_messages 1.0")
    }
    try await eventually("the log has the command") {
      system.logs.split(separator: "\n").contains {
        $0.contains(" error ") && $0.contains("admissionctl parked list --queue admission.unrouted")
      }
    }

    #expect(try desk.run(["topology", "apply"]).status == 0)
    for (name, readiness) in ready {
      try await eventually("\(name) is ready, with a message unrouted\n\(system.logs)") { await readiness.isReady }
      #expect(await readiness.page("metrics").contains(#"qabyldau_topology_missing{queue="admission.notify"} 0.0"#))
    }
    // Each worker logs one line when the queue is missing, and one line when it is back.
    for (name, _) in ready {
      let lines = system.log(name).split(separator: "\n")
      #expect(lines.count { $0.contains("Queues are missing") && $0.contains("admission.notify") } == 1, "\(lines)")
      #expect(lines.count { $0.contains("All queues are there again") } == 1, "\(lines)")
    }
  }
}
