import Foundation

/// A JSON value that a test can take apart.
indirect enum JSON: Codable, Equatable, Sendable {
  case object([String: JSON])
  case array([JSON])
  case string(String)
  case integer(Int)
  case bool(Bool)
  case null

  init(_ text: String) throws { self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) }
  init(_ data: Data) throws { self = try JSONDecoder().decode(JSON.self, from: data) }

  var data: Data {
    get throws { try JSONEncoder().encode(self) }
  }

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let object = try? value.decode([String: JSON].self) {
      self = .object(object)
    } else if let array = try? value.decode([JSON].self) {
      self = .array(array)
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Int.self) {
      self = .integer(number)
    } else {
      self = .string(try value.decode(String.self))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    switch self {
    case .object(let members): try container.encode(members)
    case .array(let elements): try container.encode(elements)
    case .string(let text): try container.encode(text)
    case .integer(let number): try container.encode(number)
    case .bool(let bool): try container.encode(bool)
    case .null: try container.encodeNil()
    }
  }

  /// The dotted path of every member of every object, as the contract writes it: `documents.0.kind`.
  var memberPaths: [String] {
    switch self {
    case .object(let members):
      members.sorted { $0.key < $1.key }.flatMap { key, value in
        [key] + value.memberPaths.map { "\(key).\($0)" }
      }
    case .array(let elements):
      elements.enumerated().flatMap { index, value in value.memberPaths.map { "\(index).\($0)" } }
    default: []
    }
  }

  /// This value with another value at a path; nil removes the member.
  func setting(_ path: String, to value: JSON?) -> JSON {
    setting(path.split(separator: ".").map(String.init)[...], to: value)
  }

  private func setting(_ path: ArraySlice<String>, to value: JSON?) -> JSON {
    guard let first = path.first else { return value ?? .null }
    let rest = path.dropFirst()
    switch self {
    case .object(var members):
      members[first] = rest.isEmpty ? value : (members[first] ?? .null).setting(rest, to: value)
      return .object(members)
    case .array(var elements):
      let index = Int(first)!
      elements[index] = elements[index].setting(rest, to: value)
      return .array(elements)
    default: return self
    }
  }
}

extension String {
  /// A path without the numbers of list elements: `documents.kind`.
  var withoutIndices: String { split(separator: ".").filter { Int($0) == nil }.joined(separator: ".") }
}
