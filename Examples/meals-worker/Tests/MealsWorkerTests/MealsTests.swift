import Foundation
import QueueContracts
import Testing
import WorkerRuntime
import WorkerStore
import WorkerTesting

@testable import MealsWorker

@Suite("The meals worker, in memory")
struct MealsTests {
  @Test("The meals office is told of a family with social assistance, and gets no name")
  func assistance() async throws {
    let request = Families.request(.targetedSocialAssistance)
    let run = try await WorkerTest(Meals()).run(request)
    #expect(run.outcome == .completed([Output(MealsRequested(request))]))
    #expect(run.outputs.map(\.routingKey) == ["meals.requested"])
    #expect(run.outputs.allSatisfy { !String(decoding: $0.message.body, as: UTF8.self).contains("Серік") })
  }

  @Test("The meals office is not told of a family without social assistance")
  func others() async throws {
    let run = try await WorkerTest(Meals()).run(Families.request(.unemployedParents))
    #expect(run.outcome == .completed([]))
    #expect(run.outputs.isEmpty)
  }

  @Test("The meals office is told of each child once, whichever step fails", arguments: Fault.each(of: 2))
  func faults(_ fault: Fault) async throws {
    let run = try await WorkerTest(Meals()).run(Families.two, under: [fault])
    #expect(run.outputs.count == 2)
    #expect(run.parked.isEmpty && run.waiting.isEmpty)
  }

  @Test("With a SQLite store, a repeated message gets the same outputs again", .timeLimit(.minutes(1)))
  func store() async throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "meals-\(UUID().uuidString).sqlite").path
    defer { for end in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + end) } }
    let first = try await WorkerTest(Meals(), store: StoreURL("sqlite://\(path)").openInbox()).run(Families.two)
    let again = try await WorkerTest(Meals(), store: StoreURL("sqlite://\(path)").openInbox()).run(Families.two)
    #expect(first.settled.map(\.ending) == [.completed, .completed])
    #expect(again.settled.map(\.ending) == [.repeated, .repeated])
    #expect(again.outputs.map(\.message.id) == first.outputs.map(\.message.id))
  }
}
