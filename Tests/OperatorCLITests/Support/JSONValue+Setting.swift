import ContractDocuments
import QueueContracts

extension JSONValue {
  /// A copy of this JSON with `value` at a path of keys.
  func setting(_ path: [String], to value: JSONValue) -> JSONValue {
    guard let first = path.first, case .object(var members) = self else { return value }
    members[first] = (members[first] ?? .null).setting(Array(path.dropFirst()), to: value)
    return .object(members)
  }
}
