import QueueContracts

/// Makes JSON Schemas of the types of the contract.
///
/// The schemas use only keywords that mean the same in JSON Schema 2020-12 and in draft 7, on which AsyncAPI 3 builds.
/// In draft 7 a reference may have no keyword beside it, so a reference with a description is put into `allOf`.
package struct SchemaBuilder {
  /// The beginning of a reference, before the definition's name: `#/$defs/`.
  private let prefix: String
  /// The named schemas that were made so far, in the order of their first use.
  package private(set) var definitions = JSONMembers()

  /// Creates a builder without definitions.
  ///
  /// - Parameter prefix: the beginning of a reference, `#/$defs/` for example.
  package init(prefix: String) { self.prefix = prefix }

  /// Adds the definition of a body if it is missing, and gives a reference to the definition.
  ///
  /// - Throws: ``Undescribable`` if the body, or a type in it, has no description.
  package mutating func reference(to body: any Decodable.Type) throws -> JSONValue { try schema(of: body) }

  private mutating func schema(of type: any Decodable.Type) throws -> JSONValue {
    switch type {
    case let described as any DescribedValue.Type: return try schema(of: described.shape)
    case let described as any DescribedEnum.Type: return define("\(type)") { _ in described.schema }
    case let described as any DescribedBody.Type:
      return try define(described.documentName) { try $0.object(described) }
    case let list as any ProbedList.Type: return try schema(ofList: list)
    case is String.Type: return Self.schema(of: .anything)
    default: throw Undescribable(description: "\(type) has no description: see QueueContracts/Description")
    }
  }

  /// Makes a definition once.
  ///
  /// The name is entered before the definition is made, so that a type may contain itself.
  private mutating func define(_ name: String, _ make: (inout SchemaBuilder) throws -> JSONValue) rethrows -> JSONValue
  {
    if definitions[name] == nil {
      definitions[name] = .null
      definitions[name] = try make(&self)
    }
    return ["$ref": .text(prefix + name)]
  }

  private mutating func schema(of shape: ValueShape) throws -> JSONValue {
    switch shape {
    case .text(let text): return Self.schema(of: text)
    case .integer(let range):
      return ["type": "integer", "minimum": .integer(range.lowerBound), "maximum": .integer(range.upperBound)]
    case .signedBody(let body):
      return [
        "type": "string", "pattern": "^[A-Za-z0-9+/]*={0,2}$", "contentEncoding": "base64",
        "contentMediaType": .text(WireCodec.contentType), "contentSchema": try schema(of: body),
      ]
    case .variants(let name, let summary, let key, let variants):
      return define(name) { _ in Self.schema(of: variants, by: key, summary) }
    }
  }

  private static func schema(of text: TextShape) -> JSONValue {
    var schema = JSONMembers([("type", "string")])
    schema["format"] = text.format.map { .text($0) }
    if let length = text.length, length.lowerBound > 0 { schema["minLength"] = .integer(length.lowerBound) }
    schema["maxLength"] = text.length.map { .integer($0.upperBound) }
    schema["pattern"] = text.pattern.map { .text($0) }
    return .object(schema)
  }

  private static func schema(of variants: [ValueShape.Variant], by key: String, _ summary: String) -> JSONValue {
    [
      "type": "object", "description": .text(summary),
      "oneOf": .array(
        variants.map { variant in
          [
            "type": "object", "required": [.text(key), .text(variant.field)],
            "properties": [
              key: ["const": .text(variant.constant)],
              variant.field: .object(JSONMembers([("type", "string")] + variant.note.members)),
            ],
          ]
        }),
    ]
  }

  private mutating func schema(ofList list: any ProbedList.Type) throws -> JSONValue {
    guard let element = list.element as? any Decodable.Type else {
      throw Undescribable(description: "a list of \(list.element)")
    }
    var schema = JSONMembers([("type", "array"), ("items", try self.schema(of: element))])
    if let bounded = element as? any WireElement.Type, bounded.mostInAList < Int.max {
      schema["maxItems"] = .integer(bounded.mostInAList)
    }
    return .object(schema)
  }

  private mutating func object(_ body: any DescribedBody.Type) throws -> JSONValue {
    var (properties, required): (JSONMembers, [JSONValue]) = (JSONMembers(), [])
    let fields = try FieldProbe.fields(of: body)
    for field in fields {
      guard let note = body.notes[field.key] else {
        throw Undescribable(
          description: "\(body.documentName).\(field.key) has no note: see QueueContracts/Description")
      }
      properties[field.key] = .object(JSONMembers(note.members + (try members(of: field))))
      if !field.isOptional { required.append(.text(field.key)) }
    }
    if let unknown = body.notes.keys.sorted().first(where: { properties[$0] == nil }) {
      throw Undescribable(description: "\(body.documentName) has a note for \(unknown), but no such field")
    }
    var schema = JSONMembers([("type", "object"), ("description", .text(body.summary))])
    if !required.isEmpty { schema["required"] = .array(required) }
    schema["properties"] = .object(properties)
    if !body.conditionalRequirements.isEmpty { schema["allOf"] = .array(body.conditionalRequirements.map(\.schema)) }
    return .object(schema)
  }

  /// The values that a field can hold, as members of its schema.
  private mutating func members(of field: FoundField) throws -> [(String, JSONValue)] {
    let schema: JSONValue
    var alternative: JSONValue?
    switch field.kind {
    case .text(let text): schema = Self.schema(of: text)
    case .integer: schema = ["type": "integer"]
    case .bool: (schema, alternative) = (["type": "boolean"], false)
    case .value(let type):
      schema = try self.schema(of: type)
      if type is any ProbedList.Type { alternative = [] }
    }
    guard schema["$ref"] == nil else {
      return field.isOptional ? [("anyOf", [schema, ["type": "null"]])] : [("allOf", [schema])]
    }
    var members = schema.members
    if field.isOptional, let type = members["type"] {
      members["type"] = [type, "null"]
      members["default"] = alternative
    }
    return Array(members).map { ($0.key, $0.value) }
  }
}

extension FieldNote {
  fileprivate var members: [(String, JSONValue)] {
    var members: [(String, JSONValue)] = [("description", .text(text))]
    if let unit { members.append(("x-unit", .text(unit))) }
    if let clause { members.append(("x-clause", .text(clause.rawValue))) }
    return members
  }
}

extension ConditionalRequirement {
  fileprivate var schema: JSONValue {
    let isThere: JSONValue = ["required": [.text(required)], "properties": [required: ["not": ["type": "null"]]]]
    switch condition {
    case .isOneOf(let texts): return ["if": Self.holds(field, texts), "then": isThere]
    case .isNoneOf(let texts): return ["if": Self.holds(field, texts), "else": isThere]
    }
  }

  private static func holds(_ field: String, _ texts: [String]) -> JSONValue {
    ["required": [.text(field)], "properties": [field: ["enum": .array(texts.map { .text($0) })]]]
  }
}

extension DescribedEnum {
  fileprivate static var schema: JSONValue {
    var (values, notes): ([JSONValue], JSONMembers) = ([], JSONMembers())
    for value in allCases {
      let raw = value.rawValue
      values.append((raw as? Int).map { JSONValue.integer($0) } ?? JSONValue.text("\(raw)"))
      notes["\(raw)"] = .text(value.note)
    }
    let kind: JSONValue = values.first?.integer == nil ? "string" : "integer"
    return ["type": kind, "description": .text(summary), "enum": .array(values), "x-values": .object(notes)]
  }
}
