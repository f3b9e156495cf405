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
}
