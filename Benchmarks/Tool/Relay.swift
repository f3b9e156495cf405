import Foundation
import RabbitBroker
import WorkerRuntime

/// Moves the first KiB of each message from one queue to another, through the same broker port as a lane.
///
/// A message is acknowledged when its copy is confirmed, so that none is lost. While one batch waits for its confirms
/// the next one is sent.
struct Relay {
  private static let keptBytes = 1024

  private let broker: RabbitBroker
  private let source: String
  private let target: String

  init(url: String, from source: String, to target: String) throws {
    broker = try RabbitBroker(urls: url, connectionName: "relay")
    self.source = source
    self.target = target
  }

  /// Runs until the process is ended.
  func run() async throws {
    let prefetch = ProcessInfo.processInfo.environment["PREFETCH"].flatMap(Int.init) ?? 300
    let consumer = try await broker.consumer(queue: source, prefetch: prefetch)
    let publisher = try await broker.publisher()
    let (sent, sending) = AsyncStream.makeStream(of: Sent.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        for await batch in sent {
          if let failure = await batch.confirms.value.compactMap({ $0 }).first { throw failure }
          try await consumer.acknowledge(batch.tags)
        }
      }
      group.addTask {
        while let deliveries = try await consumer.nextBatch(limit: 100) {
          let copies = deliveries.map(copy)
          sending.yield(
            Sent(tags: deliveries.map(\.tag), confirms: Task { await publisher.publishEach(copies) }))
        }
        sending.finish()
      }
      try await group.waitForAll()
    }
  }

  private func copy(of delivery: Delivery) -> Publication {
    let message = delivery.message
    return Publication(
      exchange: "", routingKey: target,
      message: BrokerMessage(
        id: message.id, contentType: message.contentType, body: message.body.prefix(Self.keptBytes)))
  }

  /// A batch on its way.
  private struct Sent: Sendable {
    let tags: [DeliveryTag]
    let confirms: Task<[BrokerError?], Never>
  }
}
