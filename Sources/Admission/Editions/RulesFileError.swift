/// The error that a rules file cannot be used, with everything that is wrong with the file.
public struct RulesFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The problems by line, at least one.
  public let problems: [RulesFileProblem]

  /// The first problem and the number of further problems: one sentence without its full stop.
  public var description: String {
    problems[0].description + (problems.count > 1 ? " (and \(problems.count - 1) more)" : "")
  }
}

/// One thing to mend in a rules file.
public struct RulesFileProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// The line in the file, from 1.
  public let line: Int
  /// The dotted path of the key from the file's root, with list elements counted from 0, such as
  /// `editions.0.attachmentBytes`; empty for the file as a whole.
  public let key: String
  /// The problem in words, such as what was expected.
  public let problem: String

  /// The line, the key and the problem, for the file's author.
  public var description: String { "line \(line), \(key.isEmpty ? "the file" : key): \(problem)" }
}
