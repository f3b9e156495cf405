/// A JSON value whose objects keep the order of their keys, for documents that people read.
///
/// Two objects with the same members are equal, whatever the order of the members.
package indirect enum JSONValue: Sendable, Equatable {
  case object(JSONMembers)
  case array([JSONValue])
  case text(String)
  case integer(Int)
  case number(Double)
  case bool(Bool)
  case null

  /// The value of an object's key; nil if this is no object, or has no such key.
  package subscript(key: String) -> JSONValue? {
    if case .object(let members) = self { members[key] } else { nil }
  }

  /// The members of an object; empty for any other value.
  package var members: JSONMembers {
    if case .object(let members) = self { members } else { JSONMembers() }
  }

  /// The elements of a list; empty for any other value.
  package var elements: [JSONValue] {
    if case .array(let elements) = self { elements } else { [] }
  }

  /// The text; nil for any other value.
  package var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The whole number; nil for any other value.
  package var integer: Int? {
    if case .integer(let number) = self { number } else { nil }
  }
}

extension JSONValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  package init(stringLiteral text: String) { self = .text(text) }
  package init(integerLiteral number: Int) { self = .integer(number) }
  package init(booleanLiteral bool: Bool) { self = .bool(bool) }
  package init(arrayLiteral elements: JSONValue...) { self = .array(elements) }
  package init(dictionaryLiteral members: (String, JSONValue)...) { self = .object(JSONMembers(members)) }
}

/// The members of an object, in order, each key once.
package struct JSONMembers: Sendable, Equatable, Sequence {
  private var order: [String] = []
  private var values: [String: JSONValue] = [:]

  /// Creates an object; if a key comes twice, its later value counts.
  package init(_ members: [(String, JSONValue)] = []) {
    for (key, value) in members { self[key] = value }
  }

  /// The value of a key; nil removes the member.
  package subscript(key: String) -> JSONValue? {
    get { values[key] }
    set {
      if newValue == nil {
        order.removeAll { $0 == key }
      } else if values[key] == nil {
        order.append(key)
      }
      values[key] = newValue
    }
  }

  /// The keys, in order.
  package var keys: [String] { order }
  /// True if there is no member.
  package var isEmpty: Bool { order.isEmpty }

  package func makeIterator() -> AnyIterator<(key: String, value: JSONValue)> {
    var keys = order.makeIterator()
    return AnyIterator { keys.next().flatMap { key in values[key].map { (key, $0) } } }
  }

  package static func == (left: Self, right: Self) -> Bool { left.values == right.values }
}
