import AdmissionPublisher
import Foundation
import QueueContracts
import Testing
import WorkerRuntime
import WorkerTesting

@Suite("A portal's publisher", .timeLimit(.minutes(2)))
struct PortalPublisherTests {
  private static func broker(declared: Bool = true) async throws -> MemoryBroker {
    let broker = MemoryBroker()
    if declared { try await broker.apply(Topology.version1(retryLadderSeconds: [1])) }
    return broker
  }

  private static func code(_ work: () async throws -> Void) async -> PublishError.Code? {
    do { try await work() } catch { return (error as? PublishError)?.code }
    return nil
  }

  @Test("Fifty messages that are published at the same time each arrive once in intake's queue")
  func published() async throws {
    let broker = try await Self.broker()
    let publisher = PortalPublisher(broker, limits: PublisherLimits(unconfirmed: 3))
    let messages = try (1...50).map { _ in try TestFamily.message() }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for message in messages { group.addTask { try await publisher.publish(message) } }
      try await group.waitForAll()
    }
    let ids = await broker.messages(in: QueueName.intake).compactMap(\.id)
    #expect(ids.count == 50)
    #expect(Set(ids) == Set(messages.map(\.id.description)))
  }

  @Test("A message that is refused or not confirmed goes out again under the same id")
  func again() async throws {
    let broker = try await Self.broker()
    let publisher = PortalPublisher(broker)
    let message = try TestFamily.message()
    await broker.refuseNext(3)
    try await publisher.publish(message)
    await broker.confirmNone(ofNext: 1)
    try await publisher.publish(message)
    let ids = await broker.messages(in: QueueName.intake).map(\.id)
    #expect(ids == Array(repeating: message.id.description, count: 3))
  }

  @Test("A publisher reopens a lost connection")
  func lost() async throws {
    let broker = try await Self.broker()
    let publisher = PortalPublisher(broker)
    try await publisher.publish(TestFamily.message())
    await broker.loseConnections()
    try await publisher.publish(TestFamily.message())
    #expect(await broker.messages(in: QueueName.intake).count == 2)
  }

  @Test("If the broker refuses a message for too long, the caller gets the error `refused`")
  func refused() async throws {
    let broker = try await Self.broker()
    let publisher = PortalPublisher(broker, limits: PublisherLimits(patienceSeconds: 0.5))
    await broker.refuse(into: QueueName.intake)
    let message = try TestFamily.message()
    #expect(await Self.code { try await publisher.publish(message) } == .refused)
    await broker.accept(into: QueueName.intake)
    try await publisher.publish(message)
    #expect(await broker.messages(in: QueueName.intake).count == 1)
  }

  @Test("While the broker blocks publishers, callers get the error `blocked`; only the first caller waits")
  func blocked() async throws {
    let broker = try await Self.broker()
    let publisher = PortalPublisher(broker, limits: PublisherLimits(patienceSeconds: 0.5))
    await broker.block("memory")
    let message = try TestFamily.message()
    #expect(await Self.code { try await publisher.publish(message) } == .blocked)
    // The publisher knows now that the broker blocks it, so later callers do not wait.
    let patient = PublishError.Code.blocked
    for _ in 1...1000 { #expect(await Self.code { try await publisher.publish(message) } == patient) }
    await broker.unblock()
    try await publisher.publish(message)
    #expect(await broker.messages(in: QueueName.intake).map(\.id) == [message.id.description])
  }

  @Test("A publisher takes only as many messages as its limits allow, and refuses the next one at once")
  func bounded() async throws {
    let broker = try await Self.broker()
    let publisher = PortalPublisher(
      broker, limits: PublisherLimits(unconfirmed: 2, waiting: 1, patienceSeconds: 60))
    await broker.block("disk")
    try await withThrowingTaskGroup(of: PublishError.Code?.self) { group in
      for _ in 1...4 {
        let message = try TestFamily.message()
        group.addTask { await Self.code { try await publisher.publish(message) } }
      }
      // Three callers have to wait. The fourth gets `busy`, or `blocked` if the publisher knows by then that the broker
      // blocks it.
      let first = try await group.next()
      #expect(first == .busy || first == .blocked)
      await broker.unblock()
      for try await code in group { #expect(code == nil || code == .blocked || code == .busy) }
    }
    let taken = await broker.messages(in: QueueName.intake).count
    #expect((1...3).contains(taken))
  }

  @Test("If the broker lacks the exchange, a message is refused as unroutable and not tried again")
  func unroutable() async throws {
    let publisher = PortalPublisher(try await Self.broker(declared: false))
    let message = try TestFamily.message()
    #expect(await Self.code { try await publisher.publish(message) } == .unroutable)
  }

  @Test("A closed publisher takes no messages, and the callers that wait get an error")
  func closed() async throws {
    let broker = try await Self.broker()
    let publisher = PortalPublisher(broker, limits: PublisherLimits(patienceSeconds: 60))
    await broker.block("memory")
    let message = try TestFamily.message()
    async let waiting = Self.code { try await publisher.publish(message) }
    while publisher.blockedReason == nil { await Task.yield() }
    await publisher.close()
    #expect(await waiting == .closed)
    #expect(await Self.code { try await publisher.publish(message) } == .closed)
  }
}
