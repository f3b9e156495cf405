import Admission
import IntakeLookups
import QueueContracts
import ReferenceFiles
import TestSupport
import Testing
import WorkerRuntime

@testable import IntakeWorker

/// Stands in for the schools and the registers, which a test does not ask.
struct Nobody: SchoolDirectory, FactFinder {
  func knows(_ bin: BIN) async throws -> Bool { false }
  func signatureFacts(of application: ApplicationSubmitted) async throws -> Facts { Facts() }
  func facts(of application: ApplicationSubmitted, knowing signed: Facts) async throws -> Facts { signed }
}

@Suite("The message types that IntakeWorker reads")
struct IntakeTypesTests {
  @Test("IntakeWorker knows every message type that the contract routes to it")
  func types() {
    let intake = Intake(schools: Nobody(), facts: Nobody(), editions: .builtIn, now: { .now })
    #expect(intake.unknownTypes == [])
  }
}
