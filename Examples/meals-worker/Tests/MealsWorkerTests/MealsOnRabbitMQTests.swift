import Foundation
import QueueContracts
import RabbitBroker
import Testing
import WorkerRuntime
import WorkerTesting

@testable import MealsWorker

/// Tests the built program, which logs in to a real broker as a user of its own; `run.sh` starts program and broker.
@Suite("The meals worker, on RabbitMQ", .enabled(if: ProcessInfo.processInfo.environment["AMQP_URL"] != nil))
struct MealsOnRabbitMQTests {
  @Test("For a child with social assistance, the worker sends the meals office one message", .timeLimit(.minutes(1)))
  func journey() async throws {
    let url = try #require(ProcessInfo.processInfo.environment["AMQP_URL"])
    let broker = try RabbitBroker(urls: url, connectionName: "test")
    let office = try await broker.consumer(queue: "admission.meals.office", prefetch: 10)
    let publisher = try await broker.publisher()
    let (told, input) = (Families.request(.targetedSocialAssistance), MessageID(uuid: UUID()))
    // An unreadable message is parked, and the messages after it are handled.
    var unreadable = Publication(sending: told, id: MessageID(uuid: UUID()))
    unreadable.message.body = Data("{}".utf8)
    try await publisher.publish([
      unreadable, Publication(sending: Families.request(), id: MessageID(uuid: UUID())),
      Publication(sending: told, id: input), Publication(sending: told, id: input),
    ])
    let batch = try #require(try await office.nextBatch(limit: 1))
    let message = batch[0].message
    #expect(message.id == input.output(routingKey: "meals.requested", number: 0).description)
    #expect(message.appId == "meals")
    #expect(try WireCodec.decode(MealsRequested.self, from: message.body) == MealsRequested(told))
    try await office.acknowledge(batch.map(\.tag))
    await office.close()

    let parked = try await broker.consumer(queue: "admission.meals.parked", prefetch: 1)
    let letter = try #require(try await parked.nextBatch(limit: 1))
    #expect(letter[0].message.headers[HeaderName.parkedReason] == .text("message.undecodable"))
    try await parked.acknowledge(letter.map(\.tag))
    await parked.close()
    await publisher.close()
  }
}
