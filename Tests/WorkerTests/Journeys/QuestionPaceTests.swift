import Admission
import Foundation
import HTTPCalls
import Logging
import QueueContracts
import Synchronization
import TestSupport
import Testing
import WorkerRuntime
import WorkerStore

@testable import IntakeLookups
@testable import IntakeWorker

@Suite("The pace of questions to a register", .timeLimit(.minutes(3)))
struct QuestionPaceTests {
  @Test("A process spreads its questions evenly over time, and refuses a question that would wait too long")
  func spread() {
    let (share, start) = (RegisterShare(), ContinuousClock.now)
    let pace = QuestionPace(share: share) { 10 }
    func turn(_ seconds: Double, within patience: Double = 60) -> Double? {
      pace.start(at: start + .seconds(seconds), within: patience, perSecond: 10).map {
        (turn: ContinuousClock.Instant) in
        (start.duration(to: turn) / .milliseconds(1)).rounded() / 1000
      }
    }
    #expect([turn(0), turn(0), turn(0)] == [0, 0.1, 0.2])
    #expect(turn(0, within: 0.25) == nil)
    #expect(turn(0, within: 0.31) == 0.3)
    #expect(turn(5) == 5)
    share.set(lanes: 2, of: 8)
    #expect([turn(10), turn(10), turn(10)] == [10, 10.4, 10.8])
    share.set(lanes: 2, of: 0)
    #expect(share.value == 1)
  }

  @Test("An operator's new limit holds from the next question on, and without a limit no question waits")
  func limitedLive() async throws {
    let limit = Mutex(Int?.none)
    let pace = QuestionPace(share: RegisterShare()) { limit.withLock { $0 } }
    for _ in 0..<1000 { try await pace.turn(within: 0) }
    limit.withLock { $0 = 1 }
    try await pace.turn(within: 0)
    await #expect(throws: QuestionPace.Crowded.self) { try await pace.turn(within: 0) }
    limit.withLock { $0 = nil }
    try await pace.turn(within: 0)
  }

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
