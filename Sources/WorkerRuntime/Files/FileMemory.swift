public import Foundation
public import Logging

/// What is remembered of a file between two looks at it.
public struct FileMemory<Value: Sendable>: Sendable {
  /// How loud a file is that cannot be used.
  public enum Role: Sendable {
    case ordinary
    /// It says who is believed: what it no longer says still counts, so that somebody has to look.
    case trust
  }

  private let path: String
  private let what: String
  private let logger: Logger
  private let role: Role
  private let parse: @Sendable (Data) throws -> Value

  /// The file at the last look.
  public private(set) var reading = FileReading<Value>.none(FileProblem("was not read yet"))
  /// Grows with every value that was taken.
  public private(set) var version = 0
  private var stamp: FileStamp?
  private var content: Data?
  /// False as long as the file may change without its stamp changing.
  private var isSettled = false

  /// Reads nothing yet.
  public init(
    path: String, what: String, logger: Logger, role: Role = .ordinary,
    parse: @escaping @Sendable (Data) throws -> Value
  ) {
    self.path = path
    self.what = what
    self.logger = logger
    self.role = role
    self.parse = parse
  }

  /// Looks whether the file has changed, and reads it if so.
  public mutating func refresh() {
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
      version += 1
      if role == .trust { TrustMetrics.file(what, isUsable: true) }
      logger.info("A file was read", metadata: [LogKey.detail: "\(what)"])
    } catch {
      lose(error as? FileProblem ?? FileProblem("is not what it should be"))
    }
  }

  private mutating func lose(_ problem: FileProblem) {
    reading = reading.last.map { .outdated($0, problem) } ?? .none(problem)
    if role == .trust { TrustMetrics.file(what, isUsable: false) }
    let isKept = reading.last != nil && role == .trust
    logger.log(
      level: role == .trust ? .error : .warning,
      isKept ? "A file cannot be used; what it last held still counts" : "A file cannot be used",
      metadata: [LogKey.detail: "\(what)", LogKey.reason: "\(problem.text)"])
  }
}
