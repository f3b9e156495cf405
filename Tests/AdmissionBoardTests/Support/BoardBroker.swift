@testable import AdmissionBoard
import Foundation
import QueueContracts
import RabbitBroker
import TestServers
import WorkerRuntime

/// A virtual host of the private broker that `make test` starts, with the contract's queues.
struct BoardBroker: Sendable {
  let url: String
  let admin: RabbitAdmin
  private let broker: RabbitBroker

  /// Makes the virtual host with the common queues, and a queue of its own for each school in `schools`.
  init(schools: [BIN] = []) async throws {
    url = try await TestBroker.makeVirtualHost("board-" + UUID().uuidString.lowercased().prefix(8))
    admin = try RabbitAdmin(url: url)
    broker = try RabbitBroker(urls: url, connectionName: "test")
    try await admin.apply(.version1(retryLadderSeconds: [1], schools: schools))
  }

  /// Parks messages as intake does, from intake's queue or from another one.
  func park(
    _ messages: [BrokerMessage], _ reason: String, detail: String = "", from queue: String = QueueName.intake
  ) async throws {
    let publisher = try await broker.publisher()
    for start in stride(from: 0, to: messages.count, by: 500) {
      try await publisher.publish(
        messages[start..<min(start + 500, messages.count)].map { message in
          var copy = message
          copy.headers[HeaderName.attempt] = .integer(3)
          copy.headers[HeaderName.parkedReason] = .text(reason)
          copy.headers[HeaderName.parkedDetail] = .text(detail)
          copy.headers[HeaderName.parkedAt] = .text("2026-04-01T09:00:00+05:00")
          copy.headers[HeaderName.parkedBy] = .text("intake")
          return Publication(
            exchange: ExchangeName.aside, routingKey: QueueName.parked(of: queue), message: copy)
        })
    }
    await publisher.close()
  }

  func count(_ queue: String) async throws -> Int { try await admin.counts(of: queue)?.messages ?? 0 }

  /// Waits until a queue holds `count` messages; returns false after ten seconds.
  ///
  /// The broker needs a moment to put the deliveries of a closed connection back into the queue.
  func holds(_ count: Int, in queue: String) async throws -> Bool {
    for _ in 0..<100 {
      if try await self.count(queue) == count { return true }
      try await Task.sleep(for: .milliseconds(100))
    }
    return false
  }
}
