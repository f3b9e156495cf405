import Admission
import Foundation
import HTTPCalls
import QueueContracts
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

@Suite("The rate of questions to a register", .timeLimit(.minutes(3)))
struct RegisterRateTests {
  @Test("Two processes on one broker together keep to the rate of questions, and every application is answered")
  func processes() async throws {
    // The register has no records; each application has the child's birth certificate attached.
    try await TestServer.run(answering: { _ in HTTPResponse(404) }) { server, base in
      let system = try await AdmissionSystem([
        "REGISTERS_URL": base, "REGISTER_RATE": "20", "TOPOLOGY_CHECK_SECONDS": "1", "RETRY_TOTAL_SECONDS": "600",
      ])
      let workers = try (1...2).map { _ in try system.launch("IntakeWorker") }
      defer { for worker in workers { worker.kill() } }
      let applications = (1...60).map { Families.enrolment($0) }
      let start = ContinuousClock.now
      try await system.publish(applications.map { $0.message() }, routingKey: "application.submitted")
      let store = try await system.store()
      for application in applications {
        try await eventually(within: 120, "each is answered\n\(system.logs.suffix(4000))") {
          try await store.application(application.applicationId)?.arrival != nil
        }
      }
      let asked = Double(server.targets.count { $0.hasPrefix("/civil-registration/") })
      // Sixty questions at twenty a second take at least three seconds.
      #expect(asked >= 60)
      #expect(start.duration(to: .now) / .seconds(1) >= (asked / 20).rounded(.down) - 1)
    }
  }
}
