/// A schema in which references are replaced by their definitions, so that two versions can be compared.
struct SchemaForm {
  /// The schema without descriptions and examples.
  let schema: JSONMembers
  /// True if the value may be null or absent.
  let isNullable: Bool

  /// Creates the form of a schema; the references in it are looked up among the named schemas of the same document.
  init(_ schema: JSONValue, in definitions: JSONMembers) {
    var members = schema.members
    var isNullable = false
    if let choices = members["anyOf"]?.elements, choices.contains(where: { $0.types == ["null"] }) {
      isNullable = true
      if let other = choices.first(where: { $0.types != ["null"] }) { members = other.members }
    }
    // A reference stands alone, or in `allOf` beside a description.
    while let name = JSONValue.object(members).referenced ?? Self.only(members["allOf"])?.referenced {
      members = definitions[name]?.members ?? JSONMembers()
    }
    if case .array(let types) = members["type"] {
      isNullable = isNullable || types.contains("null")
      members["type"] = types.first { $0 != "null" }
    }
    for key in ["description", "x-unit", "x-clause", "x-values", "examples", "title"] { members[key] = nil }
    self.schema = members
    self.isNullable = isNullable
  }

  private static func only(_ value: JSONValue?) -> JSONValue? {
    guard let elements = value?.elements, elements.count == 1 else { return nil }
    return elements[0]
  }

  var properties: JSONMembers { schema["properties"]?.members ?? JSONMembers() }
  var required: [String] { schema["required"]?.elements.compactMap(\.text) ?? [] }
  var values: [JSONValue]? { schema["enum"]?.elements }
  /// The conditions under which optional fields become required.
  var conditionalRequirements: [JSONValue] { (schema["allOf"]?.elements ?? []).filter { $0["if"] != nil } }

  /// The variants of an object, each with the constant that identifies the variant.
  var variants: [(name: String, schema: JSONValue)] {
    (schema["oneOf"]?.elements ?? []).map { variant in
      (variant["properties"]?.members.lazy.compactMap { $0.value["const"]?.text }.first ?? "?", variant)
    }
  }
}
