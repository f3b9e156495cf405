import Foundation
import Synchronization

/// A worker process.
final class WorkerHandle: Sendable {
  // Foundation's Process is not Sendable; it is touched under the lock alone.
  private let process: Mutex<Process>
  let pid: pid_t

  /// The executables stand beside the test bundle, or where QABYLDAU_BIN says.
  static var binaries: URL {
    ProcessInfo.processInfo.environment["QABYLDAU_BIN"].map { URL(filePath: $0) }
      ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }

  init(_ name: String, environment: [String: String], log: URL) throws {
    if !FileManager.default.fileExists(atPath: log.path) {
      _ = FileManager.default.createFile(atPath: log.path, contents: nil)
    }
    let output = try FileHandle(forWritingTo: log)
    try output.seekToEnd()
    let process = Process()
    process.executableURL = Self.binaries.appending(path: name)
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    pid = process.processIdentifier
    self.process = Mutex(process)
  }

  var isRunning: Bool { process.withLock { $0.isRunning } }
  var exitStatus: Int32? { process.withLock { $0.isRunning ? nil : $0.terminationStatus } }

  /// SIGKILL, as a crash would be.
  func kill() { Foundation.kill(pid, SIGKILL) }

  /// SIGTERM, as an operator would.
  func terminate() { Foundation.kill(pid, SIGTERM) }
}
