import Foundation

/// Programs that a test runs to their end.
package enum Program {
  /// The error of a program that failed.
  package struct Failure: Error, CustomStringConvertible {
    /// The program and its status.
    package let description: String

    /// Creates an error from a sentence.
    package init(description: String) { self.description = description }
  }

  /// Runs a program and returns its output; its errors go to this process's standard error.
  @discardableResult
  package static func run(_ path: String, _ arguments: [String]) async throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    let output = Pipe()
    process.standardOutput = output
    process.standardInput = FileHandle.nullDevice
    try process.run()
    let printed = await withCheckedContinuation { done in
      DispatchQueue.global().async {
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        done.resume(returning: data)
      }
    }
    guard process.terminationStatus == 0 else {
      let words = ([path] + arguments).joined(separator: " ")
      throw Failure(description: "'\(words)' failed with status \(process.terminationStatus).")
    }
    return String(decoding: printed, as: UTF8.self)
  }

  /// A port of 127.0.0.1 on which nobody listens.
  package static func freePort() async throws -> Int {
    let script = #"print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport"#
    let printed = try await run("/usr/bin/perl", ["-MIO::Socket::INET", "-e", script])
    guard let port = Int(printed) else { throw Failure(description: "'\(printed)' is no port.") }
    return port
  }
}

/// The scripts of `deploy/local`.
package enum LocalScript {
  /// Runs a script by its file name and returns its output.
  @discardableResult
  package static func run(_ name: String, _ arguments: [String]) async throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../deploy/local")
    return try await Program.run(folder.appending(path: name).standardizedFileURL.path, arguments)
  }
}
