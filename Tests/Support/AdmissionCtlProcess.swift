import Foundation
import TestTools

/// Runs the built `admissionctl`.
///
/// By default it has a new store, and no broker answers it.
package struct AdmissionCtlProcess {
  /// Settings of the command; they replace the default settings of the same names.
  package var settings: [String: String]
  /// The text for the command's standard input.
  package var input: String
  /// The folder in which the command runs; nil for the working directory of the tests.
  package var folder: URL?

  package init(settings: [String: String] = [:], input: String = "", folder: URL? = nil) {
    self.settings = settings
    self.input = input
    self.folder = folder
  }

  package func run(_ arguments: [String]) throws -> (status: Int32, output: String, complaint: String) {
    let files = try TemporaryFolder()
    let process = Process()
    process.executableURL = try Self.binary()
    process.arguments = try arguments.enumerated().map { index, argument in
      guard argument.hasPrefix("FILE:") else { return argument }
      return try files.write(String(argument.dropFirst(5)), to: "\(index).json").path
    }
    process.currentDirectoryURL = folder
    process.environment = [
      "AMQP_URL": "amqp://guest:guest@127.0.0.1:1/", "STORE_URL": "sqlite://\(files.path)/store.sqlite",
      "PATH": "/usr/bin:/bin",
    ].merging(settings) { $1 }
    let (output, complaint, typed) = (Pipe(), Pipe(), Pipe())
    process.standardInput = typed
    // The input fits into the pipe, so writing it blocks nothing.
    try typed.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try typed.fileHandleForWriting.close()
    (process.standardOutput, process.standardError) = (output, complaint)
    try process.run()
    let words = [output, complaint].map {
      String(decoding: $0.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    }
    process.waitUntilExit()
    return (process.terminationStatus, words[0], words[1])
  }

  /// The path of `admissionctl`: `QABYLDAU_BIN` (a folder or the file itself), or beside the tests.
  private static func binary() throws -> URL {
    let given = ProcessInfo.processInfo.environment["QABYLDAU_BIN"].map { URL(fileURLWithPath: $0) }
    let beside = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    let debug = Checkout.root.appending(path: ".build/debug")
    let folders = [given, beside, debug].compactMap { $0 }
    let candidates = [given].compactMap { $0 } + folders.map { $0.appendingPathComponent("admissionctl") }
    let binary = candidates.first { url in
      var isFolder: ObjCBool = false
      return FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) && !isFolder.boolValue
    }
    guard let binary else { throw Program.Failure(description: "There is no built admissionctl.") }
    return binary
  }
}
