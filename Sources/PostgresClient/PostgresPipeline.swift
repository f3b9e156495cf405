public import Foundation

/// A statement that each connection prepares at its first use.
public struct PreparedStatement: Sendable {
  /// The statement's SQL.
  public let text: String
  /// False if the statement is planned anew at each use, for the values of its parameters.
  let isKept: Bool

  /// Creates a statement.
  ///
  /// - Parameters:
  ///   - text: one statement; each parameter has a cast, because nothing else tells the server its type.
  ///   - isKept: false if the best plan depends on the values of the parameters.
  public init(_ text: String, isKept: Bool = true) {
    self.text = text
    self.isKept = isKept
  }
}

/// A parameter of a prepared statement.
public enum PostgresValue: Sendable {
  /// A `text`.
  case text(String)
  /// A `bigint`.
  case number(Int64)
  /// An array of `uuid`.
  case uuids([UUID])
  /// An array of `text`, which may contain NULL.
  case texts([String?])
  /// An array of `bigint`, which may contain NULL.
  case numbers([Int64?])
}

/// Statements that are sent together and answered in one round trip.
public struct PostgresPipeline: Sendable {
  struct Step {
    let statement: PreparedStatement
    let parameters: BinaryParameters
  }

  private(set) var steps: [Step] = []

  /// Creates a pipeline without statements.
  public init() {}

  /// Appends a statement.
  ///
  /// - Returns: the index of the statement's rows in the result of ``PostgresConnection/answers(to:)``.
  @discardableResult
  public mutating func add(_ statement: PreparedStatement, _ values: [PostgresValue] = []) -> Int {
    steps.append(Step(statement: statement, parameters: BinaryParameters(values)))
    return steps.count - 1
  }
}
