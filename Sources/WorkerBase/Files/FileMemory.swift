public import Foundation
public import Logging

/// The last good value of a file, with the file's stamp and content, which show whether the file has changed.
public struct FileMemory<Value: Sendable>: Sendable {
  /// The role of a file, which decides how a broken file is reported.
  public enum Role: Sendable {
    case ordinary
    /// The file says who is trusted.
    ///
    /// While the file is broken, its last good value still counts, so a broken file is logged as an error. After each
    /// change of the file, `report` is told whether the file can be used.
    case trust(report: @Sendable (_ isUsable: Bool) -> Void)
    /// The file holds secrets, so a warning is logged if others than its owner and group may read or write it.
    case secret

    fileprivate func report(isUsable: Bool) {
      if case .trust(let report) = self { report(isUsable) }
    }

    fileprivate var isTrust: Bool {
      if case .trust = self { true } else { false }
    }

    fileprivate var isSecret: Bool {
      if case .secret = self { true } else { false }
    }
  }

  private let path: String
  private let what: String
  private let logger: Logger
  private let role: Role
  private let parse: @Sendable (Data) throws -> Value

  /// The result of the last look at the file.
  public private(set) var reading = FileReading<Value>.none(FileProblem("was not read yet"))
  /// A number that grows with every new value.
  public private(set) var version = 0
  private var stamp: FileStamp?
  private var content: Data?
  /// False if the file was written so recently that a second write could leave the same stamp.
  private var isSettled = false

  /// Creates a memory that has read nothing yet.
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

  /// Reads the file if it has changed since the last look.
  public mutating func refresh() {
    // The stamp is taken before the content is read: if the file changes in between, the next look sees another stamp.
    let seen = FileStamp(path: path)
    guard seen != stamp || !isSettled else { return }
    if role.isSecret, seen != stamp, seen?.isOpenToOthers == true { warnOfOthers() }
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
      role.report(isUsable: true)
      logger.info("A file was read", metadata: [LogKey.detail: "\(what)"])
    } catch {
      lose(error as? FileProblem ?? FileProblem("does not have the expected form"))
    }
  }

  private func warnOfOthers() {
    logger.warning(
      "A file of secrets may be read or written by others than its owner and group; make it 0640 or narrower",
      metadata: [LogKey.detail: "\(what)"])
  }

  private mutating func lose(_ problem: FileProblem) {
    reading = reading.last.map { .outdated($0, problem) } ?? .none(problem)
    role.report(isUsable: false)
    let isKept = reading.last != nil && (role.isTrust || role.isSecret)
    logger.log(
      level: role.isTrust ? .error : .warning,
      isKept ? "A file cannot be used; its last good content still counts" : "A file cannot be used",
      metadata: [LogKey.detail: "\(what)", LogKey.reason: "\(problem.text)"])
  }
}
