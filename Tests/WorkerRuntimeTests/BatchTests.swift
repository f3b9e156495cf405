import Testing

@testable import WorkerRuntime

@Suite("Batches")
struct BatchTests {
  private func delivery(_ tag: UInt64, count: Int) -> Delivery {
    Delivery(
      tag: DeliveryTag(tag), routingKey: "", redelivered: count > 0, deliveryCount: count, message: BrokerMessage())
  }

  @Test("A delivery that a process was lost with is handled alone, and before the others")
  func suspects() {
    let batches = Batch.split([
      delivery(1, count: 0), delivery(2, count: 3), delivery(3, count: 1), delivery(4, count: 0),
    ])
    #expect(batches.map { $0.map(\.tag.number) } == [[2], [3], [1, 4]])
  }

  @Test("Nothing makes no batch")
  func nothing() {
    #expect(Batch.split([]).isEmpty)
  }
}
