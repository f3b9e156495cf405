import Testing
import WorkerTesting

/// The broker in memory and RabbitMQ keep the same promises.
@Suite("The promises of every broker")
struct BrokerConformanceTests {
  @Test("The broker in memory keeps each promise of a broker", arguments: BrokerConformance.promises)
  func memory(_ promise: BrokerConformance) async throws {
    try await promise.run(on: MemoryBroker())
  }

  @Test("RabbitMQ keeps each promise of a broker", arguments: BrokerConformance.promises)
  func rabbitMQ(_ promise: BrokerConformance) async throws {
    try await promise.run(on: RabbitUnderTest.fromEnvironment())
  }
}
