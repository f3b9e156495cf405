import Admission

extension ApplicationRecord {
  /// The states of applications that can make another one a duplicate, as a list of SQL.
  static let blockingStates = State.allCases.filter(\.blocksOthers).map { "'\($0.rawValue)'" }.joined(separator: ", ")
}
