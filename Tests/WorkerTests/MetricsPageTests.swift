import Foundation
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

@Suite("The metrics page", .serialized, .timeLimit(.minutes(2)))
struct MetricsPageTests {
  @Test("Prometheus' own checker accepts it, and it counts what became of the deliveries")
  func checked() async throws {
    let readiness = try Readiness()
    let system = try await AdmissionSystem(["HEALTH_PORT": "\(readiness.port)"])
    try await system.withWorkers(["IntakeWorker"]) {
      let accepted = (1...3).map { Families.enrolment($0) }
      var unreadable = Families.enrolment(4).message()
      unreadable.body = Data("{}".utf8)
      try await system.publish(
        accepted.map { $0.message() } + [unreadable], routingKey: RoutingKey.applicationSubmitted)
      _ = try await system.take(3, from: QueueName.schools)
      _ = try await system.take(1, from: QueueName.parked(of: QueueName.intake))
      try await eventually("all are counted") {
        let lines = await readiness.page("metrics").split(separator: "\n")
        return lines.contains(#"qabyldau_deliveries_total{outcome="completed",reason=""} 3.0"#)
          && lines.contains(#"qabyldau_deliveries_total{outcome="parked",reason="message.undecodable"} 1.0"#)
          && lines.contains(#"qabyldau_lane_state{lane="0",state="consuming"} 1.0"#)
          && lines.contains(#"qabyldau_in_hand{lane="0"} 0.0"#)
          && lines.contains { $0.hasPrefix(#"qabyldau_stage_seconds_count{stage="sending"}"#) }
      }
      let file = system.folder.appending(path: "metrics.txt")
      try Data(await readiness.page("metrics").utf8).write(to: file)
      try await Program.run("/bin/sh", ["-c", "promtool check metrics < '\(file.path)'"])
    }
  }

  @Test("Late answers are counted, and those that are due within a day")
  func deadlines() async throws {
    let readiness = try Readiness()
    let system = try await AdmissionSystem(["HEALTH_PORT": "\(readiness.port)", "DEADLINE_CHECK_SECONDS": "1"])
    try await system.withWorkers(["IntakeWorker"]) {
      // All were due in spring.
      for number in 1...2 { try await system.expectHandled(Families.enrolment(number)) }
      try await eventually("both are late") {
        let lines = await readiness.page("metrics").split(separator: "\n")
        return lines.contains("qabyldau_late_applications 2.0") && lines.contains("qabyldau_due_soon_applications 0.0")
      }
    }
  }
}
