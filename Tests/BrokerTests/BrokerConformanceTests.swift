import Testing
import WorkerTesting

/// The broker in memory and RabbitMQ keep the same promises.
@Suite struct BrokerConformanceTests {
  @Test(arguments: BrokerConformance.promises) func memory(_ promise: BrokerConformance) async throws {
    try await promise.run(on: MemoryBroker())
  }

  @Test(arguments: BrokerConformance.promises) func rabbitMQ(_ promise: BrokerConformance) async throws {
    try await promise.run(on: RabbitUnderTest.fromEnvironment())
  }
}
