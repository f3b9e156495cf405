public import Foundation

/// A statement that each connection prepares the first time it is asked, and names from then on.
public struct PreparedStatement: Sendable {
  public let text: String
  /// False if it is planned anew each time, by the values of its parameters.
  let isKept: Bool

  /// - Parameters:
  ///   - text: one statement; each parameter has a cast, for its type is told by nothing else.
  ///   - isKept: false if the best plan depends on the values of the parameters.
  public init(_ text: String, isKept: Bool = true) {
    self.text = text
    self.isKept = isKept
  }
}

/// A parameter of a prepared statement.
public enum PostgresValue: Sendable {
  case text(String)
  /// A `bigint`.
  case number(Int64)
  case uuids([UUID])
  case texts([String?])
  /// Of type `bigint`.
  case numbers([Int64?])
}

/// Statements that travel together: all are asked before the first is answered, in one round trip.
public struct PostgresPipeline: Sendable {
  struct Step {
    let statement: PreparedStatement
    let parameters: BinaryParameters
  }

  private(set) var steps: [Step] = []

  public init() {}

  /// Appends a statement.
  ///
  /// - Returns: the place of its rows among the answers.
  @discardableResult
  public mutating func add(_ statement: PreparedStatement, _ values: [PostgresValue] = []) -> Int {
    steps.append(Step(statement: statement, parameters: BinaryParameters(values)))
    return steps.count - 1
  }
}
