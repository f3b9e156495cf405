import Admission
import Foundation
import IntakeLookups
import QueueContracts
import ReferenceFiles
import TestSupport
import TestTools
import Testing
import WorkerRuntime
import WorkerStore

@Suite("Rules as data", .serialized, .timeLimit(.minutes(3)))
struct RulesFileTests {
  /// A file of two editions: one with the built-in edition's window, then one with a longer window from August 2023 on.
  private static func rules(secondFrom day: String = "2023-08-10", limit: String = "5242880") -> String {
    func edition(_ name: String, _ validFrom: String, to: String) -> String {
      """
          { "name": "\(name)",\(validFrom)
            "firstGrade": { "from": "04-01", "to": "\(to)", "age": 6 },
            "services": {
              "enrolment": { "documents": ["photo"], "answerWorkingDays": 1 },
              "homeSchooling": { "documents": ["photo"], "answerWorkingDays": 2 },
              "transfer": { "documents": ["identityDocument"], "answerWorkingDays": 1 }
            },
            "attachmentBytes": \(limit) }
      """
    }
    return """
      { "editions": [
      \(edition("first", "", to: "08-01")),
      \(edition("second", " \"validFrom\": \"\(day)\",", to: "08-31"))
        ],
        "calendar": { "holidays": [] } }
      """
  }

  private static func submitted(_ number: Int, at time: String) -> ApplicationSubmitted {
    // The tests submit in 2023 and 2024, when this child is old enough.
    var application = Families.enrolment(number) { $0.child.birthDate = CivilDate("2017-01-01")! }
    application.submittedAt = Timestamp(time)!
    application.signature = TestSigning.attestation(of: application.form, at: application.submittedAt)
    return application
  }

  @Test("An application is judged by the edition of its day, even if it is processed later")
  func editions() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.rules(), to: "rules.json").path
    let system = try await AdmissionSystem(["RULES_FILE": path])
    let store = try await system.store()
    let closed = Self.submitted(1, at: "2023-08-09T18:59:59Z")
    let open = Self.submitted(2, at: "2023-08-09T19:00:00Z")
    try await system.withWorkers(["IntakeWorker", "NotifyWorker"]) {
      try await system.publish([closed, open].map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      try await eventually("both are answered") {
        for application in [closed, open] where try await store.entries(of: application.applicationId).isEmpty {
          return false
        }
        return true
      }
      let refused = try #require(try await store.entries(of: closed.applicationId).first)
      #expect(refused.reasons.map(\.code) == ["window.closed"])
      // The entry names the window of the edition in force now, because a new application would be judged by it.
      #expect(refused.reasons.first?.text.ru.contains("по 31 августа") == true)
      let accepted = try #require(try await store.entries(of: open.applicationId).first)
      #expect(accepted.status == .inProcessing)
    }
  }

  @Test("If RULES_EDITION names a built-in edition, applications are judged by it from its first day on")
  func named() async throws {
    let system = try await AdmissionSystem(["RULES_EDITION": "2024"])
    let store = try await system.store()
    let closed = Self.submitted(1, at: "2023-08-31T12:00:00+05:00")
    let open = Self.submitted(2, at: "2024-08-31T23:59:59+05:00")
    let late = Self.submitted(3, at: "2024-09-01T00:00:00+05:00")
    try await system.withWorkers(["IntakeWorker", "NotifyWorker"]) {
      try await system.publish([closed, open, late].map { $0.message() }, routingKey: RoutingKey.applicationSubmitted)
      for (application, codes) in [(closed, ["window.closed"]), (open, []), (late, ["window.closed"])] {
        try await eventually("it is answered") { try await !store.entries(of: application.applicationId).isEmpty }
        #expect(try await store.entries(of: application.applicationId).first?.reasons.map(\.code) == codes)
      }
    }
  }

  @Test(
    "A rules file that cannot be used ends the worker with one sentence and status 2",
    arguments: ["IntakeWorker", "NotifyWorker"])
  func broken(worker: String) async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(Self.rules(limit: "-5"), to: "rules.json").path
    let system = try await AdmissionSystem(["RULES_FILE": path])
    let process = try system.launch(worker)
    defer { process.kill() }
    try await eventually("the worker has ended") { !process.isRunning }
    #expect(process.exitStatus == 2)
    let lines = system.logs.split(separator: "\n").filter { $0.contains("RULES_FILE") }
    #expect(
      lines == [
        "RULES_FILE names a file that cannot be used: line 9, editions.0.attachmentBytes: "
          + "expected a whole number from 1 to 67108864 (and 1 more)."
      ])
  }
}
