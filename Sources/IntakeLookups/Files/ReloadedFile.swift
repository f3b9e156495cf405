import Foundation
import Logging
import WorkerRuntime

/// The value of a file, read again when the file changes. It is looked at by whoever asks; nothing watches it
/// meanwhile.
///
/// Write the file aside and rename it into place: a half-written one may be read as it stands.
actor ReloadedFile<Value: Sendable> {
  private var memory: FileMemory<Value>

  /// Reads the file for the first time.
  ///
  /// - Parameters:
  ///   - what: what it holds, for log lines.
  ///   - parse: throws ``FileProblem``, or an error whose words are not repeated.
  init(path: String, what: String, logger: Logger, parse: @escaping @Sendable (Data) throws -> Value) {
    memory = FileMemory(path: path, what: what, logger: logger, parse: parse)
    memory.refresh()
  }

  /// The file as it is now.
  ///
  /// Everybody who asks while it is read again waits for what it says now: an answer from before the change, given
  /// after it, would be wrong.
  func latest() -> FileReading<Value> {
    memory.refresh()
    return memory.reading
  }
}

/// What a file is worth now.
enum FileReading<Value: Sendable>: Sendable {
  case current(Value)
  /// It is missing or broken now; this is what it last held.
  case outdated(Value, FileProblem)
  case none(FileProblem)

  /// The last one that there was.
  var last: Value? {
    switch self {
    case .current(let value), .outdated(let value, _): value
    case .none: nil
    }
  }
}

/// Why a file cannot be used, in words that follow its name and repeat nothing of what it holds.
struct FileProblem: Error, Equatable {
  let text: String

  init(_ text: String) { self.text = text }
}

/// What is remembered of a file between two looks at it.
private struct FileMemory<Value: Sendable>: Sendable {
  private let path: String
  private let what: String
  private let logger: Logger
  private let parse: @Sendable (Data) throws -> Value

  private(set) var reading = FileReading<Value>.none(FileProblem("was not read yet"))
  private var stamp: FileStamp?
  private var content: Data?
  /// False as long as the file may change without its stamp changing.
  private var isSettled = false

  init(path: String, what: String, logger: Logger, parse: @escaping @Sendable (Data) throws -> Value) {
    (self.path, self.what, self.logger, self.parse) = (path, what, logger, parse)
  }

  mutating func refresh() {
    // Before the content: should the file change in between, the next look sees another stamp.
    let seen = FileStamp(path: path)
    guard seen != stamp || !isSettled else { return }
    (stamp, isSettled) = (seen, seen.map { !$0.isFresh(at: .now) } ?? true)
    guard seen != nil, let read = FileManager.default.contents(atPath: path) else {
      content = nil
      return lose(FileProblem("is missing or cannot be read"))
    }
    guard read != content else { return }
    content = read
    do {
      reading = .current(try parse(read))
      logger.info("A file was read", metadata: [LogKey.detail: "\(what)"])
    } catch {
      lose(error as? FileProblem ?? FileProblem("is not what it should be"))
    }
  }

  private mutating func lose(_ problem: FileProblem) {
    reading = reading.last.map { .outdated($0, problem) } ?? .none(problem)
    logger.warning(
      "A file cannot be used", metadata: [LogKey.detail: "\(what)", LogKey.reason: "\(problem.text)"])
  }
}
