import Foundation

/// The program that `make bench` runs beside the workers; it is not installed with the other programs.
///
/// It makes the applications, relays messages, and repeats single pieces of a worker's work, to measure their time or
/// to count their instructions.
@main
enum Main {
  /// Blocks the main thread until the work is done, because valgrind cannot run a program with an asynchronous `main`.
  static func main() {
    let done = DispatchSemaphore(value: 0)
    // Detached, because the main actor's thread waits below.
    Task.detached {
      do {
        try await run(Array(CommandLine.arguments.dropFirst()))
      } catch {
        FileHandle.standardError.write(Data("error: \(error)\n".utf8))
        exit(1)
      }
      done.signal()
    }
    done.wait()
  }

  private static func run(_ words: [String]) async throws {
    switch (words.first, words.count) {
    case ("relay", 3):
      try await Relay(url: environment("AMQP_URL"), from: words[1], to: words[2]).run()
    case ("corpus", 4):
      guard let count = Int(words[2]), let method = Corpus.SigningMethod(rawValue: words[3]) else { return usage() }
      try Corpus(folder: URL(filePath: words[1]), signingMethod: method).write(count)
    case ("path", 3):
      guard let path = HotPath(rawValue: words[1]), let repetitions = Int(words[2]) else { return usage() }
      try await HotPathStage.inTemporaryFolder { try await path.run(repetitions, on: $0) }
    case ("micro", 2):
      guard let seconds = Double(words[1]) else { return usage() }
      try await HotPathStage.inTemporaryFolder { try await MicroTable(seconds: seconds).print(on: $0) }
    default: usage()
    }
  }

  private static func environment(_ key: String) throws -> String {
    guard let text = ProcessInfo.processInfo.environment[key] else { throw UsageError("\(key) is not set") }
    return text
  }

  private static func usage() {
    let paths = HotPath.allCases.map(\.rawValue).joined(separator: "|")
    FileHandle.standardError.write(
      Data(
        """
        BenchmarkTool relay FROM TO             move the first KiB of messages from queue to queue; AMQP_URL, PREFETCH
        BenchmarkTool corpus DIR COUNT sms|eds  write made-up applications, and what they are judged by
        BenchmarkTool path \(paths) COUNT
                                                repeat one piece of work, to count instructions
        BenchmarkTool micro SECONDS             time each of them for so many seconds, as JSON

        """.utf8))
    exit(64)
  }
}

/// An error that says which setting or argument to change.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
