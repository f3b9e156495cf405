public import Foundation
public import Logging
import Synchronization

/// The value of a file, read again when the file changes.
///
/// It is looked at by whoever asks; nothing watches it meanwhile.
///
/// Write the file aside and rename it into place: a half-written one may be read as it stands.
public final class ReloadedFile<Value: Sendable>: Sendable {
  private let memory: Mutex<FileMemory<Value>>

  /// Reads the file for the first time.
  ///
  /// - Parameters:
  ///   - path: where the file is.
  ///   - what: what it holds, for log lines.
  ///   - logger: says when it was read again, and what is wrong with it.
  ///   - parse: throws ``FileProblem``, or an error whose words are not repeated.
  public init(path: String, what: String, logger: Logger, parse: @escaping @Sendable (Data) throws -> Value) {
    memory = Mutex(FileMemory(path: path, what: what, logger: logger, parse: parse))
    memory.withLock { $0.refresh() }
  }

  /// The file as it is now.
  ///
  /// Everybody who asks while it is read again waits for what it says now: an answer from before the change, given
  /// after it, would be wrong.
  public func latest() -> FileReading<Value> {
    memory.withLock { memory in
      memory.refresh()
      return memory.reading
    }
  }
}

/// What a file is worth now.
public enum FileReading<Value: Sendable>: Sendable {
  case current(Value)
  /// It is missing or broken now; this is what it last held.
  case outdated(Value, FileProblem)
  case none(FileProblem)

  /// The last one that there was.
  public var last: Value? {
    switch self {
    case .current(let value), .outdated(let value, _): value
    case .none: nil
    }
  }
}

/// Why a file cannot be used, in words that follow its name and repeat nothing of what it holds.
public struct FileProblem: Error, Equatable {
  public let text: String

  public init(_ text: String) { self.text = text }
}
