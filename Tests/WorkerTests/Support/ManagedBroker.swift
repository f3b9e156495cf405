import Foundation
import TestServers

/// A second RabbitMQ beside the broker of `make test`, with the management plugin.
struct ManagedBroker: Sendable {
  let amqpURL: String
  /// The port of the management API.
  let port: Int
  private let folder: String

  /// Starts the broker, and ends it after `body`.
  static func run(_ body: (ManagedBroker) async throws -> Void) async throws {
    let folder = URL(filePath: try ServerVariable.brokerFolder.value + "-managed")
    let port = Int(try FreePort.choose())
    // The folder may hold queues with messages of an earlier test.
    try? FileManager.default.removeItem(at: folder)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try Data("[rabbitmq_management].\n".utf8).write(to: folder.appending(path: "enabled_plugins"))
    let configuration = """
      management.tcp.ip = 127.0.0.1
      management.tcp.port = \(port)
      collect_statistics_interval = 1000

      """
    try Data(configuration.utf8).write(to: folder.appending(path: "extra.conf"))
    do {
      try await LocalScript.run("broker.sh", ["start", folder.path])
      let printed = try await LocalScript.run("broker.sh", ["env", folder.path])
      let amqpURL = printed.split(separator: "'").dropFirst().first.map(String.init) ?? ""
      try await body(ManagedBroker(amqpURL: amqpURL, port: port, folder: folder.path))
    } catch {
      _ = try? await LocalScript.run("broker.sh", ["kill", folder.path])
      throw error
    }
    try await LocalScript.run("broker.sh", ["kill", folder.path])
  }

  /// Makes a user with all permissions on queues and exchanges, but without a tag for the management API.
  func makeUser(_ name: String, password: String) async throws {
    for words in [["add_user", name, password], ["set_permissions", name, ".*", ".*", ".*"]] {
      try await LocalScript.run("broker.sh", ["ctl", folder] + words)
    }
  }
}
