import ContractDocuments

extension JSONValue {
  /// A copy of this JSON with `value` at a path of keys and indices; a nil `value` removes the member or element.
  package func setting(_ path: [String], to value: JSONValue?) -> JSONValue {
    guard let first = path.first else { return value ?? .null }
    let rest = Array(path.dropFirst())
    switch self {
    case .object(var members):
      members[first] = rest.isEmpty ? value : (members[first] ?? .null).setting(rest, to: value)
      return .object(members)
    case .array(var elements):
      guard let index = Int(first), elements.indices.contains(index) else { return self }
      if rest.isEmpty, value == nil {
        elements.remove(at: index)
      } else {
        elements[index] = elements[index].setting(rest, to: value)
      }
      return .array(elements)
    default: return self
    }
  }

  /// The value at a path of keys and indices; nil if the path leads to no value.
  package func at(_ path: [String]) -> JSONValue? {
    path.reduce(self as JSONValue?) { value, key in
      switch value {
      case .object(let members): members[key]
      case .array(let elements): Int(key).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
      default: nil
      }
    }
  }

  /// The paths of all members and elements, at every depth.
  package var paths: [[String]] {
    switch self {
    case .object(let members): members.flatMap { key, value in [[key]] + value.paths.map { [key] + $0 } }
    case .array(let elements):
      elements.enumerated().flatMap { index, value in [[String(index)]] + value.paths.map { [String(index)] + $0 } }
    default: []
    }
  }
}
