/// The error that a rules file cannot be used: everything that is wrong with it, so that it is mended in one go.
public struct RulesFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problems by line, at least one.
  public let problems: [RulesFileProblem]

  /// The first problem and the number of the others: one sentence without its full stop.
  public var description: String {
    problems[0].description + (problems.count > 1 ? " (and \(problems.count - 1) more)" : "")
  }
}

/// One thing to mend in a rules file.
public struct RulesFileProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line in the file, from 1.
  public let line: Int
  /// The key from the file's root, dotted, elements of a list counted from 0: `editions.0.attachmentBytes`; empty for
  /// the file.
  public let key: String
  /// The problem in words: what was expected.
  public let problem: String

  /// The line, the key and the problem, for the file's author.
  public var description: String { "line \(line), \(key.isEmpty ? "the file" : key): \(problem)" }
}
