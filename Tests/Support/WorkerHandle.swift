import Foundation
import Synchronization

/// A worker process.
package final class WorkerHandle: Sendable {
  // Foundation's Process is not Sendable, so it is used only while the lock is held.
  private let process: Mutex<Process>
  package let pid: pid_t

  /// The folder of the executables: the one that `QABYLDAU_BIN` names, by default the test bundle's.
  package static var binaries: URL {
    ProcessInfo.processInfo.environment["QABYLDAU_BIN"].map { URL(filePath: $0) }
      ?? URL(filePath: CommandLine.arguments[0]).deletingLastPathComponent()
  }

  /// Starts a worker's process.
  ///
  /// - Parameters:
  ///   - name: the program's name.
  ///   - environment: the program's whole environment.
  ///   - log: the file to which the program's log is added.
  ///   - prefix: a program with its arguments that runs the worker, for example in a namespace.
  ///   - binaries: the folder of the programs.
  /// - Throws: what the system says if the program cannot be started.
  package init(
    _ name: String, environment: [String: String], log: URL, prefix: [String] = [],
    binaries: URL = WorkerHandle.binaries
  ) throws {
    // The log is opened to append, so that several workers can share it.
    let output = FileHandle(fileDescriptor: open(log.path, O_WRONLY | O_CREAT | O_APPEND, 0o600), closeOnDealloc: true)
    let process = Process()
    let words = prefix + [binaries.appending(path: name).path]
    process.executableURL = URL(filePath: words[0])
    process.arguments = Array(words.dropFirst())
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = output
    process.standardError = output
    try process.run()
    pid = process.processIdentifier
    self.process = Mutex(process)
  }

  package var isRunning: Bool { process.withLock { $0.isRunning } }
  package var exitStatus: Int32? { process.withLock { $0.isRunning ? nil : $0.terminationStatus } }

  /// Kills the worker with SIGKILL, as a crash would end it.
  package func kill() { Foundation.kill(pid, SIGKILL) }

  /// Stops the worker with SIGSTOP: it does nothing, and does not end.
  package func freeze() { Foundation.kill(pid, SIGSTOP) }

  /// Ends the worker with SIGTERM, as an operator would.
  package func terminate() { Foundation.kill(pid, SIGTERM) }
}
