import Foundation

/// Programs that run to their end beside a test.
public enum Program {
  public struct Failure: Error, CustomStringConvertible {
    public let description: String

    public init(description: String) { self.description = description }
  }

  /// Gives what it prints; its errors go where ours go.
  @discardableResult
  public static func run(_ path: String, _ arguments: [String]) async throws -> String {
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
  public static func freePort() async throws -> Int {
    let script = #"print IO::Socket::INET->new(Listen => 1, LocalAddr => "127.0.0.1")->sockport"#
    let printed = try await run("/usr/bin/perl", ["-MIO::Socket::INET", "-e", script])
    guard let port = Int(printed) else { throw Failure(description: "'\(printed)' is no port.") }
    return port
  }
}

/// The scripts of `deploy/local`.
public enum LocalScript {
  @discardableResult
  public static func run(_ name: String, _ arguments: [String]) async throws -> String {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../deploy/local")
    return try await Program.run(folder.appending(path: name).standardizedFileURL.path, arguments)
  }
}
