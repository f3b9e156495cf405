import Admission
import IntakeLookups
import QueueContracts
import Schools
import TestSupport
import Testing
import WorkerRuntime

@testable import IntakeWorker

@Suite("The types that IntakeWorker reads")
struct IntakeTypesTests {
  /// Is not asked.
  private struct Nobody: SchoolDirectory, FactFinder {
    func knows(_ bin: BIN) async throws -> Bool { false }
    func signatureFacts(of application: ApplicationSubmitted) async throws -> Facts { Facts() }
    func facts(of application: ApplicationSubmitted, knowing signed: Facts) async throws -> Facts { signed }
  }

  @Test("Every type that the contract leads to intake is one that it knows")
  func types() {
    let intake = Intake(schools: Nobody(), facts: Nobody(), editions: .builtIn, now: { .now })
    #expect(intake.unknownTypes == [])
  }
}
