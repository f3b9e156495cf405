import Foundation
import Testing
import WorkerTesting

/// A RabbitMQ beside that of `make test` that has the memory for large messages, and takes those of 128 MiB whatever its
/// version does by itself.
enum RoomyBroker {
  /// That of the suite that runs.
  @TaskLocal static var current: RabbitUnderTest?

  fileprivate static func run(_ tests: @Sendable () async throws -> Void) async throws {
    guard let beside = ProcessInfo.processInfo.environment["TEST_BROKER_DIR"] else { throw TLSBroker.Missing() }
    let folder = beside + "-roomy"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data("max_message_size = 134217728\n".utf8).write(to: URL(filePath: "\(folder)/extra.conf"))
    do {
      try await LocalScript.run("broker.sh", ["start", folder])
      try await LocalScript.run("broker.sh", ["ctl", folder, "set_vm_memory_high_watermark", "absolute", "6GB"])
      let environment = try await LocalScript.run("broker.sh", ["env", folder])
      let url = environment.split(separator: "'")[1]
      try await $current.withValue(RabbitUnderTest(text: String(url))) { try await tests() }
    } catch {
      _ = try? await LocalScript.run("broker.sh", ["kill", folder])
      throw error
    }
    try await LocalScript.run("broker.sh", ["kill", folder])
    // Gigabytes of messages.
    try FileManager.default.removeItem(atPath: folder)
  }
}

/// Runs one broker for a whole suite.
struct RoomyBrokerTrait: SuiteTrait, TestScoping {
  func provideScope(
    for test: Test, testCase: Test.Case?, performing tests: @Sendable () async throws -> Void
  ) async throws {
    try await RoomyBroker.run(tests)
  }
}

extension Trait where Self == RoomyBrokerTrait {
  static var withRoomyBroker: Self { RoomyBrokerTrait() }
}
