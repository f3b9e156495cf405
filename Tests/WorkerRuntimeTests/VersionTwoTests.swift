import Foundation
import QueueContracts
import Testing
import WorkerRuntime

/// Introduces version 2 beside version 1 as docs/contract-versions.md describes: new readers first, then new writers.
@Suite("Version 2 of a contract beside version 1", .timeLimit(.minutes(1)))
struct VersionTwoTests {
  let setup: DecisionSetup
  let day = CivilDate("2026-09-01")!

  init() async throws { setup = try await DecisionSetup() }

  private func version1() -> SchoolDecided {
    SchoolDecided(
      applicationId: ApplicationID(uuid: UUID()), school: SchoolReference(bin: "950341000052"), decision: .enrolled,
      decidedAt: .sample)
  }

  private func version2() -> SchoolDecidedV2 {
    SchoolDecidedV2(
      applicationId: ApplicationID(uuid: UUID()), school: SchoolReference(bin: "950341000052"), decision: .enrolled,
      decidedAt: .sample, firstDay: day)
  }

  @Test(
    "Old and new readers both handle messages of version 1")
  func readersFirst() async throws {
    try await setup.send(version1())
    try await setup.run(readsVersion2: false)
    try await setup.send(version1())
    try await setup.run(readsVersion2: true)
    #expect(try await setup.answers().count == 2)
    #expect(await setup.parkedReasons().isEmpty)
  }

  @Test("A new reader handles messages of version 1 and of version 2 from the same queue")
  func thenWriters() async throws {
    let (old, new) = (version1(), version2())
    try await setup.send(old)
    try await setup.send(new)
    try await setup.run(readsVersion2: true)
    let answers = try await setup.answers()
    #expect(answers.first { $0.applicationId == old.applicationId }?.dueBy == nil)
    #expect(answers.first { $0.applicationId == new.applicationId }?.dueBy == Timestamp(day, hour: 8))
    #expect(answers.count == 2)
  }

  @Test(
    "An old reader parks a message of version 2, which can then be replayed to a new reader")
  func hurry() async throws {
    let new = version2()
    try await setup.send(new)
    try await setup.run(readsVersion2: false)
    #expect(try await setup.answers().isEmpty)
    #expect(await setup.parkedReasons() == [.text(ParkingCode.messageUnknownType.rawValue)])
    try await setup.replay()
    try await setup.run(readsVersion2: true)
    #expect(try await setup.answers().map(\.dueBy) == [Timestamp(day, hour: 8)])
    #expect(await setup.parkedReasons().isEmpty)
  }

  @Test("If a message comes in both versions under one id, only the version that comes first takes effect")
  func both() async throws {
    let id = MessageID(uuid: UUID())
    let old = version1()
    try await setup.send(old, id: id)
    try await setup.run(readsVersion2: false)
    var new = version2()
    new.applicationId = old.applicationId
    try await setup.send(new, id: id)
    try await setup.run(readsVersion2: true)
    // For the second message, the first answer goes out again under its old id, with its old body.
    let answers = try await setup.answers()
    #expect(!answers.isEmpty && answers.allSatisfy { $0.dueBy == nil })
  }
}
