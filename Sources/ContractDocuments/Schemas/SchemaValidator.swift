import Foundation

/// Judges JSON values by the schemas that ``SchemaBuilder`` makes; it knows only the keywords of these schemas.
///
/// A `format` is not checked, as JSON Schema permits; a `pattern` is checked.
package final class SchemaValidator {
  private let definitions: JSONMembers
  private var patterns: [String: NSRegularExpression] = [:]

  /// Creates a validator.
  ///
  /// - Parameter definitions: the schemas that a reference (`$ref`) can name, by name.
  package init(definitions: JSONMembers) { self.definitions = definitions }

  /// The dotted path of the part that the schema refuses; nil if the whole value is valid.
  package func problem(in value: JSONValue, by schema: JSONValue, at path: [String] = []) -> String? {
    if let name = schema.referenced {
      guard let definition = definitions[name] else { return path.joined(separator: ".") }
      return problem(in: value, by: definition, at: path)
    }
    if refusesItself(value, schema) { return path.joined(separator: ".") }
    for part in schema["allOf"]?.elements ?? [] {
      if let problem = problem(in: value, by: part, at: path) { return problem }
    }
    if let choices = schema["anyOf"]?.elements { return problemOfChoices(value, choices, path) }
    if let choices = schema["oneOf"]?.elements { return problemOfChoices(value, choices, path) }
    if let condition = schema["if"] {
      let next = problem(in: value, by: condition) == nil ? schema["then"] : schema["else"]
      if let next, let problem = problem(in: value, by: next, at: path) { return problem }
    }
    if let refused = schema["not"], problem(in: value, by: refused) == nil { return path.joined(separator: ".") }
    return problemOfParts(value, schema, path)
  }

  private func problemOfChoices(_ value: JSONValue, _ choices: [JSONValue], _ path: [String]) -> String? {
    let problems = choices.map { problem(in: value, by: $0, at: path) }
    return problems.contains(nil) ? nil : problems.compactMap { $0 }.max { $0.count < $1.count }
  }

  private func problemOfParts(_ value: JSONValue, _ schema: JSONValue, _ path: [String]) -> String? {
    switch value {
    case .object(let members):
      for key in schema["required"]?.elements.compactMap(\.text) ?? [] where members[key] == nil {
        return (path + [key]).joined(separator: ".")
      }
      for (key, part) in schema["properties"]?.members ?? JSONMembers() {
        guard let member = members[key] else { continue }
        if let problem = problem(in: member, by: part, at: path + [key]) { return problem }
      }
    case .array(let elements):
      guard let items = schema["items"] else { return nil }
      for (index, element) in elements.enumerated() {
        if let problem = problem(in: element, by: items, at: path + [String(index)]) { return problem }
      }
    default: break
    }
    return nil
  }

  /// Tells whether the schema refuses the value itself, not a part of it.
  private func refusesItself(_ value: JSONValue, _ schema: JSONValue) -> Bool {
    if let types = schema.types, !types.contains(value.type), !(value.type == "integer" && types.contains("number")) {
      return true
    }
    if let values = schema["enum"]?.elements, !values.contains(value) { return true }
    if let constant = schema["const"], constant != value { return true }
    switch value {
    case .integer(let number):
      return number < schema["minimum"]?.integer ?? .min || number > schema["maximum"]?.integer ?? .max
    case .text(let text):
      let length = text.unicodeScalars.count
      return length < schema["minLength"]?.integer ?? 0 || length > schema["maxLength"]?.integer ?? .max
        || schema["pattern"]?.text.map { !matches(text, $0) } == true
    case .array(let elements): return elements.count > schema["maxItems"]?.integer ?? .max
    default: return false
    }
  }

  /// Tells whether a pattern matches the whole text; every pattern of the contract describes a whole text.
  private func matches(_ text: String, _ pattern: String) -> Bool {
    guard let expression = patterns[pattern] ?? (try? NSRegularExpression(pattern: pattern)) else { return false }
    patterns[pattern] = expression
    let whole = NSRange(location: 0, length: text.utf16.count)
    return expression.firstMatch(in: text, range: whole)?.range == whole
  }
}

extension JSONValue {
  /// The name at the end of a reference; nil if the value is no reference.
  package var referenced: String? { self["$ref"]?.text?.split(separator: "/").last.map(String.init) }

  /// The types that a schema allows; nil if the schema names no type.
  var types: [String]? {
    switch self["type"] {
    case .text(let type): [type]
    case .array(let types): types.compactMap(\.text)
    default: nil
    }
  }

  /// The name of the value's type in JSON Schema.
  fileprivate var type: String {
    switch self {
    case .object: "object"
    case .array: "array"
    case .text: "string"
    case .integer: "integer"
    case .number: "number"
    case .bool: "boolean"
    case .null: "null"
    }
  }
}
