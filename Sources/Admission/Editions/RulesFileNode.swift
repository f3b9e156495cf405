import QueueContracts

/// A value of a rules file with its key and its line.
///
/// If a value is wrong, the function that reads it notes the mistake and returns nil. So reading a file once finds all
/// mistakes in it.
struct RulesFileNode {
  final class Notes {
    var problems: [RulesFileProblem] = []
  }

  let json: LocatedJSON
  let key: String
  let notes: Notes

  func note(_ problem: String) { notes.problems.append(RulesFileProblem(line: json.line, key: key, problem: problem)) }

  /// The values of an object by their keys; an unknown or missing key is noted.
  func fields(_ required: [String], optional: [String] = []) -> [String: RulesFileNode]? {
    guard let entries = entries() else { return nil }
    for (name, node) in entries where !required.contains(name) && !optional.contains(name) {
      node.note("unknown key; expected \((required + optional).joined(separator: ", "))")
    }
    let fields = Dictionary(entries) { first, _ in first }
    for name in required where fields[name] == nil { note("the key \(name) is missing") }
    return fields
  }

  /// The keys and values of an object; a key that comes twice is noted.
  func entries() -> [(name: String, node: RulesFileNode)]? {
    guard case .object(let members) = json.content else { return expected("an object") }
    var names: Set<String> = []
    return members.compactMap { member in
      let node = child(member.key, member.value)
      guard names.insert(member.key).inserted else {
        node.note("the key comes twice")
        return nil
      }
      return (member.key, node)
    }
  }

  func elements() -> [RulesFileNode]? {
    guard case .list(let values) = json.content else { return expected("a list") }
    return values.enumerated().map { child(String($0.offset), $0.element) }
  }

  /// Reads a text as a value; if that fails, notes what was expected and returns nil.
  func text<Value>(_ expectation: String, _ read: (String) -> Value?) -> Value? {
    guard case .text(let text) = json.content, let value = read(text) else { return expected(expectation) }
    return value
  }

  func integer(_ range: ClosedRange<Int>) -> Int? {
    guard case .word(let word) = json.content, let number = Int(word), range.contains(number) else {
      return expected("a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  func bool() -> Bool? {
    guard case .word(let word) = json.content, ["true", "false"].contains(word) else {
      return expected("true or false")
    }
    return word == "true"
  }

  /// Reads a list; an element that comes twice is noted.
  func set<Value: Hashable>(_ read: (RulesFileNode) -> Value?) -> [Value]? {
    guard let elements = elements() else { return nil }
    var values: [Value] = []
    for element in elements {
      guard let value = read(element) else { continue }
      if values.contains(value) { element.note("comes twice in the list") } else { values.append(value) }
    }
    return values
  }

  func kind() -> DocumentKind? { text("a kind of document such as photo", DocumentKind.init(rawValue:)) }

  func monthDay() -> MonthDay? { text("a day of the year such as \"04-01\"", MonthDay.init) }

  private func child(_ name: String, _ value: LocatedJSON) -> RulesFileNode {
    RulesFileNode(json: value, key: key.isEmpty ? name : "\(key).\(name)", notes: notes)
  }

  private func expected<Value>(_ expectation: String) -> Value? {
    note("expected \(expectation)")
    return nil
  }
}
