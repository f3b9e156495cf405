/// A state register's answer.
///
/// If a register does not know the family, the family must attach a document instead. If the register is unavailable
/// and the document is not attached, the application waits.
public enum Lookup<Record: Sendable>: Sendable {
  case notAsked
  case found(Record)
  case notFound
  case unavailable

  var record: Record? {
    if case .found(let record) = self { record } else { nil }
  }
}

extension Lookup: Equatable where Record: Equatable {}
