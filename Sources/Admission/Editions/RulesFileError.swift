/// Why a rules file cannot be used: everything that is wrong with it, so that it is mended in one go.
public struct RulesFileError: Error, Equatable, Sendable, CustomStringConvertible {
  /// At least one, by line.
  public let problems: [RulesFileProblem]

  /// One sentence without its end: the first problem, and how many others there are.
  public var description: String {
    problems[0].description + (problems.count > 1 ? " (and \(problems.count - 1) more)" : "")
  }
}

/// One thing to mend in a rules file.
public struct RulesFileProblem: Error, Equatable, Sendable, CustomStringConvertible {
  /// From 1.
  public let line: Int
  /// From the file's root, dotted, elements of a list counted from 0: `editions.0.attachmentBytes`; empty for the file.
  public let key: String
  public let problem: String

  public var description: String { "line \(line), \(key.isEmpty ? "the file" : key): \(problem)" }
}
