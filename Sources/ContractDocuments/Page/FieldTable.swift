/// Writes the fields of an object, or the values of an enum, as a table.
enum FieldTable {
  static func html(_ schema: JSONValue) -> String {
    if let values = schema["enum"]?.elements {
      let rows = values.map { value in
        let name = value.text ?? value.onOneLine
        return "<tr><td><code>\(name)</code></td><td>\(HTML.prose(schema["x-values"]?[name]?.text ?? ""))</td></tr>"
      }
      return "<table><tr><th>value</th><th>meaning</th></tr>\(rows.joined())</table>"
    }
    if let variants = schema["oneOf"]?.elements { return variants.map { html($0) }.joined() }
    let properties = schema["properties"]?.members ?? JSONMembers()
    guard !properties.isEmpty else { return "" }
    let required = schema["required"]?.elements.compactMap(\.text) ?? []
    let rows = properties.map { key, field in
      "<tr><td><code>\(key)</code></td><td>\(holds(field))</td><td>\(required.contains(key) ? "yes" : "no")</td>"
        + "<td>\(meaning(field))</td></tr>"
    }
    return "<table><tr><th>field</th><th>holds</th><th>required</th><th>meaning</th></tr>\(rows.joined())</table>"
  }

  private static func meaning(_ field: JSONValue) -> String {
    let unit = field["x-unit"]?.text.map { " <em>\(HTML.escaped($0))</em>." } ?? ""
    let clause = field["x-clause"]?.text.map { " (\($0))" } ?? ""
    return HTML.prose(field["description"]?.text ?? "") + unit + clause
  }

  /// The values that a field can hold, in a few words.
  private static func holds(_ field: JSONValue) -> String {
    let parts = (field["allOf"]?.elements ?? []) + (field["anyOf"]?.elements ?? [])
    if let name = field.referenced ?? parts.lazy.compactMap(\.referenced).first {
      return "<a href=\"#\(name)\">\(name)</a>"
    }
    if let constant = field["const"]?.text { return "<code>\(constant)</code>" }
    switch field.types?.first {
    case "array":
      let most = field["maxItems"]?.integer.map { ", at most \($0)" } ?? ""
      return "list of \(field["items"].map(holds) ?? "")\(most)"
    case "integer":
      let (least, most) = (field["minimum"]?.integer, field["maximum"]?.integer)
      return "whole number" + (least.map { " from \($0)" } ?? "") + (most.map { $0 == .max ? "" : " to \($0)" } ?? "")
    case "boolean": return "true or false"
    case "string": return text(field)
    default: return ""
    }
  }

  private static func text(_ field: JSONValue) -> String {
    if field["contentEncoding"] != nil {
      return "standard base64 of " + (field["contentSchema"].map(holds) ?? "bytes")
    }
    if let format = field["format"]?.text { return format }
    let (least, most) = (field["minLength"]?.integer, field["maxLength"]?.integer)
    let length = most.map { " of \(least ?? 0) to \($0) characters" } ?? ""
    let pattern = field["pattern"]?.text.map { "<br><code>\(HTML.escaped(visible($0)))</code>" } ?? ""
    return "text\(length)\(pattern)"
  }

  /// The pattern, with an escape for each character that looks like another character.
  private static func visible(_ pattern: String) -> String {
    ["\u{A0}": #"\u00A0"#, "\u{2010}": #"\u2010"#, "\u{2011}": #"\u2011"#].reduce(pattern) {
      $0.replacing($1.key, with: $1.value)
    }
  }
}
