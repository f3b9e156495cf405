import Foundation
import QueueContracts
import RabbitBroker
import TestServers
import WorkerRuntime
import WorkerTesting

/// The private broker that `make test` starts.
struct RabbitUnderTest: BrokerUnderTest {
  /// False from RabbitMQ 4.3 on, which counts lost connections and rejections, but not requeues.
  let countsRequeues: Bool
  let broker: RabbitBroker
  let admin: RabbitAdmin
  let url: BrokerURL
  let text: String

  static func fromEnvironment() throws -> RabbitUnderTest {
    try RabbitUnderTest(text: ServerVariable.brokerURL.value)
  }

  init(text: String) throws {
    let version = (try? ServerVariable.brokerVersion.value).flatMap { ServerVersion($0) }
    countsRequeues = version.map { $0 < ServerVersion(4, 3) } ?? true
    broker = try RabbitBroker(urls: text, connectionName: "broker-tests")
    admin = try RabbitAdmin(url: text)
    url = try BrokerURL.list(text)[0]
    self.text = text
  }

  /// The URL with the same login and another address.
  func text(host: String = "127.0.0.1", port: Int) -> String {
    text.replacing("\(url.host):\(url.port)", with: "\(host):\(port)")
  }

  func apply(_ topology: Topology) async throws(BrokerError) { try await admin.apply(topology) }

  func remove(_ topology: Topology) async throws(BrokerError) { try await admin.remove(topology) }

  /// Runs `work` with an exchange and a queue, both of the same new name, bound by the key `work`.
  func withQueue(
    _ arguments: [String: QueueDefinition.ArgumentValue] = ["x-queue-type": .text("quorum")],
    _ work: (String) async throws -> Void
  ) async throws {
    let name = "broker-tests.\(UUID().uuidString.prefix(8))"
    let topology = Topology(
      exchanges: [ExchangeDefinition(name: name, kind: .direct)],
      queues: [QueueDefinition(name: name, arguments: arguments)],
      bindings: [BindingDefinition(exchange: name, queue: name, key: "work")])
    try await apply(topology)
    do {
      try await work(name)
    } catch {
      try? await remove(topology)
      throw error
    }
    try await remove(topology)
  }
}

func publication(_ exchange: String, _ id: String, body: Data = Data("{}".utf8)) -> Publication {
  Publication(exchange: exchange, routingKey: "work", message: BrokerMessage(id: id, body: body))
}

/// The error that the work throws.
func failure(_ work: () async throws -> Void) async -> BrokerError? {
  do {
    try await work()
    return nil
  } catch {
    return error as? BrokerError
  }
}
