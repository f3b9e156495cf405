public import Foundation
public import Logging
import Synchronization

/// The value of a file, read again when the file changes.
///
/// The file is checked only when a caller asks for its value.
///
/// To change the file, write a new file and rename it to the old name. A file that is overwritten in place may be read
/// half-written.
public final class ReloadedFile<Value: Sendable>: Sendable {
  private let memory: Mutex<FileMemory<Value>>

  /// Reads the file for the first time.
  ///
  /// - Parameters:
  ///   - path: the file's path.
  ///   - what: what the file holds, for log lines.
  ///   - logger: gets a line each time that the file was read or cannot be used.
  ///   - parse: reads the content. The text of a ``FileProblem`` is logged, the text of another error is not.
  public init(path: String, what: String, logger: Logger, parse: @escaping @Sendable (Data) throws -> Value) {
    memory = Mutex(FileMemory(path: path, what: what, logger: logger, parse: parse))
    memory.withLock { $0.refresh() }
  }

  /// The file's value as it is now.
  ///
  /// Callers that arrive while the file is being read wait for the new value, so no caller gets the old value after the
  /// change.
  public func latest() -> FileReading<Value> {
    memory.withLock { memory in
      memory.refresh()
      return memory.reading
    }
  }
}

/// The state of a file and its value.
public enum FileReading<Value: Sendable>: Sendable {
  /// The file is good, and this is its value.
  case current(Value)
  /// The file is missing or broken now; this is its last good value.
  case outdated(Value, FileProblem)
  /// The file was never good.
  case none(FileProblem)

  /// The last good value; nil if there never was one.
  public var last: Value? {
    switch self {
    case .current(let value), .outdated(let value, _): value
    case .none: nil
    }
  }
}

extension FileReading {
  /// Returns the last good value.
  ///
  /// - Parameter key: the setting that names the file.
  /// - Returns: the value of the file as it is, or as it last was when it was good.
  /// - Throws: `SettingsError` if the file was never good.
  package func value(namedBy key: String) throws(SettingsError) -> Value {
    switch self {
    case .current(let value), .outdated(let value, _): return value
    case .none(let problem): throw SettingsError(key: key, file: problem)
    }
  }
}

extension SettingsError {
  /// The error for a setting that names a file that cannot be used.
  package init(key: String, file problem: FileProblem) {
    self.init(key: key, problem: "names a file that \(problem.text)")
  }
}

/// The reason why a file cannot be used.
///
/// The text continues a sentence that begins with the file's name. It quotes nothing from the file.
public struct FileProblem: Error, Equatable {
  /// The words, for example "is missing or cannot be read".
  public let text: String

  /// Creates a problem from words that follow the file's name.
  public init(_ text: String) { self.text = text }
}
