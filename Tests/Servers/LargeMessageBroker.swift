import Foundation

/// A second RabbitMQ beside the broker of `make test`, for large messages.
///
/// It may use 6 GB of memory, and takes messages of up to 128 MiB with every version of RabbitMQ.
package enum LargeMessageBroker {
  /// Starts the broker, and stops it after the work.
  ///
  /// - Parameters:
  ///   - name: the end of its folder's name; brokers that run at the same time need different names.
  ///   - work: gets the broker's AMQP URL.
  /// - Throws: an error if the broker cannot be started, or what the work throws.
  package static func run(_ name: String, _ work: (String) async throws -> Void) async throws {
    let folder = "\(try ServerVariable.brokerFolder.value)-\(name)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("max_message_size = 134217728\n".utf8).write(to: URL(filePath: "\(folder)/extra.conf"))
    do {
      try await LocalScript.run("broker.sh", ["start", folder])
      try await LocalScript.run("broker.sh", ["ctl", folder, "set_vm_memory_high_watermark", "absolute", "6GB"])
      let environment = try await LocalScript.run("broker.sh", ["env", folder])
      try await work(String(environment.split(separator: "'")[1]))
    } catch {
      _ = try? await LocalScript.run("broker.sh", ["kill", folder])
      throw error
    }
    try await LocalScript.run("broker.sh", ["kill", folder])
    // The folder may hold gigabytes of messages.
    try FileManager.default.removeItem(atPath: folder)
  }
}
