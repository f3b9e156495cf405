/// Compares a schema of a frozen version with today's, field by field.
struct SchemaComparison {
  let subject: String
  let frozenDefinitions: JSONMembers
  let todaysDefinitions: JSONMembers
  let writers: [String]
  let readers: [String]
  private(set) var changes: [ContractChange] = []

  init(
    subject: String, frozenDefinitions: JSONMembers, todaysDefinitions: JSONMembers, writers: [String],
    readers: [String]
  ) {
    self.subject = subject
    self.frozenDefinitions = frozenDefinitions
    self.todaysDefinitions = todaysDefinitions
    self.writers = writers
    self.readers = readers
  }

  private mutating func note(
    _ kind: ContractChange.Kind, _ field: String, _ breaks: [ContractChange.Side], _ detail: String
  ) {
    var parties: [String] = []
    for side in breaks {
      for party in side == .writers ? writers : readers where !parties.contains(party) { parties.append(party) }
    }
    changes.append(
      ContractChange(
        kind: kind, subject: subject, field: field, breaks: breaks, parties: parties, detail: detail))
  }

  /// Compares two schemas; `field` is the path of both in the body, empty for the whole body.
  mutating func compare(_ frozen: JSONValue, _ today: JSONValue, at field: String = "") {
    let old = SchemaForm(frozen, in: frozenDefinitions)
    let new = SchemaForm(today, in: todaysDefinitions)
    guard old.schema["type"] == new.schema["type"], old.variants.isEmpty == new.variants.isEmpty else {
      let kinds = [old, new].map { $0.schema["type"]?.text ?? "any" }
      return note(.kindChanged, field, [.writers, .readers], "was \(kinds[0]), is \(kinds[1])")
    }
    compareBounds(old, new, field)
    compareValues(old, new, field)
    compareFields(old, new, field)
    compareVariants(old, new, field)
    if let was = old.schema["items"], let items = new.schema["items"] { compare(was, items, at: field + "[]") }
    switch (old.schema["contentSchema"], new.schema["contentSchema"]) {
    case (let was?, let schema?): compare(was, schema, at: field)
    case (nil, nil): break
    default: note(.kindChanged, field, [.writers, .readers], "its text does not hold the same kind of value any more")
    }
  }

  private mutating func compareBounds(_ old: SchemaForm, _ new: SchemaForm, _ field: String) {
    for (key, words, isLower) in [
      ("minimum", "the least number", true), ("maximum", "the greatest number", false),
      ("minLength", "the least length", true), ("maxLength", "the greatest length", false),
      ("maxItems", "the most elements", false),
    ] {
      let (was, bound) = (old.schema[key]?.integer, new.schema[key]?.integer)
      guard was != bound else { continue }
      let open = isLower ? Int.min : Int.max
      let isNarrower = isLower ? (bound ?? open) > (was ?? open) : (bound ?? open) < (was ?? open)
      let detail = "\(words) was \(was.map(String.init) ?? "free"), is \(bound.map(String.init) ?? "free")"
      note(isNarrower ? .narrowed : .widened, field, isNarrower ? [.writers] : [.readers], detail)
    }
    for key in ["pattern", "format", "contentEncoding", "contentMediaType"] where old.schema[key] != new.schema[key] {
      let (was, rule) = (old.schema[key]?.onOneLine ?? "none", new.schema[key]?.onOneLine ?? "none")
      note(.patternChanged, field, [.writers, .readers], "\(key) was \(was), is \(rule)")
    }
    if old.schema["default"] != new.schema["default"], old.isNullable, new.isNullable {
      note(.defaultChanged, field, [.writers, .readers], "its absence now means another value")
    }
  }

  private mutating func compareValues(_ old: SchemaForm, _ new: SchemaForm, _ field: String) {
    switch (old.values, new.values) {
    case (let was?, let values?):
      for value in was where !values.contains(value) {
        note(.valueDropped, field, [.writers], "the value \(value.onOneLine) is no longer known")
      }
      for value in values where !was.contains(value) {
        note(.valueAdded, field, [.readers], "the value \(value.onOneLine) is new")
      }
    case (nil, nil): break
    case (nil, _): note(.narrowed, field, [.writers], "was free, is one of a list")
    case (_, nil): note(.widened, field, [.readers], "was one of a list, is free")
    }
    for requirement in old.conditionalRequirements where !new.conditionalRequirements.contains(requirement) {
      note(.demandDropped, field, [.readers], "no longer demanded: \(requirement.onOneLine)")
    }
    for requirement in new.conditionalRequirements where !old.conditionalRequirements.contains(requirement) {
      note(.demandAdded, field, [.writers], "demanded now: \(requirement.onOneLine)")
    }
  }

  private mutating func compareFields(_ old: SchemaForm, _ new: SchemaForm, _ field: String) {
    let added = new.properties.filter { old.properties[$0.key] == nil }
    var renamed: Set<String> = []
    for (key, was) in old.properties {
      let path = field.isEmpty ? key : "\(field).\(key)"
      guard let schema = new.properties[key] else {
        let twin = added.first { !renamed.contains($0.key) && isSame(was, $0.value) }
        if let twin {
          renamed.insert(twin.key)
          note(.fieldRenamed, path, [.writers, .readers], "is called \(twin.key) now")
        } else {
          note(.fieldRemoved, path, [.writers, .readers], "is gone: nobody reads or writes it any more")
        }
        continue
      }
      let (wasRequired, isRequired) = (old.required.contains(key), new.required.contains(key))
      if !wasRequired, isRequired { note(.madeRequired, path, [.writers], "was optional, is required") }
      if wasRequired, !isRequired { note(.madeOptional, path, [.readers], "was required, may be absent or null") }
      compare(was, schema, at: path)
    }
    for (key, _) in added where !renamed.contains(key) {
      let path = field.isEmpty ? key : "\(field).\(key)"
      if new.required.contains(key) {
        note(.fieldAdded, path, [.writers], "is new and required")
      } else {
        note(.fieldAdded, path, [], "is new and optional")
      }
    }
  }

  /// Tells whether two schemas accept the same values.
  private func isSame(_ frozen: JSONValue, _ today: JSONValue) -> Bool {
    var other = SchemaComparison(
      subject: "", frozenDefinitions: frozenDefinitions, todaysDefinitions: todaysDefinitions, writers: [], readers: [])
    other.compare(frozen, today)
    return other.changes.isEmpty
      && SchemaForm(frozen, in: frozenDefinitions).isNullable == SchemaForm(today, in: todaysDefinitions).isNullable
  }

  private mutating func compareVariants(_ old: SchemaForm, _ new: SchemaForm, _ field: String) {
    for (name, was) in old.variants {
      if let variant = new.variants.first(where: { $0.name == name }) {
        compare(was, variant.schema, at: field)
      } else {
        note(.valueDropped, field, [.writers], "the variant \(name) is no longer known")
      }
    }
    for (name, _) in new.variants where !old.variants.contains(where: { $0.name == name }) {
      note(.valueAdded, field, [.readers], "the variant \(name) is new")
    }
  }
}
