import QueueContracts

/// A field of a body, as the body's `init(from:)` asks for it.
struct FoundField {
  enum Kind {
    case text(TextShape)
    case integer
    case bool
    case value(any Decodable.Type)
  }

  let key: String
  let kind: Kind
  /// True if the body asks for the field by `decodeIfPresent`, so the field may be absent or null.
  let isOptional: Bool
}

/// The error for a type of the contract that cannot be described; a developer has to mend the type.
package struct Undescribable: Error, CustomStringConvertible {
  /// The type and the problem, for a developer.
  package let description: String
}

/// Finds the fields of a body by decoding it.
///
/// The body is decoded from a ``ProbingDecoder``, which has a value for every key, and records the keys.
///
/// To find the rule of a text field, the probe tries texts at the bounds of all rules. So the schema follows from the
/// code that accepts or refuses texts, and nobody writes the field's rule a second time.
enum FieldProbe {
  static func fields<Body: Decodable>(of type: Body.Type) throws -> [FoundField] {
    let recorder = FieldRecorder()
    _ = try Body(from: ProbingDecoder(recorder: recorder))
    return try recorder.fields.map { field in
      guard case .text = field.kind else { return field }
      let shape = try shape(ofText: field.key, in: type)
      return FoundField(key: field.key, kind: .text(shape), isOptional: field.isOptional)
    }
  }

  private static func shape<Body: Decodable>(ofText key: String, in type: Body.Type) throws -> TextShape {
    let accepted = canaries.map { canary in
      (try? Body(from: ProbingDecoder(recorder: FieldRecorder(texts: [key: canary])))) != nil
    }
    if accepted.allSatisfy({ $0 }) { return .anything }
    for rule in DescribedTexts.all where canaries.map({ rule.accepts($0) }) == accepted { return rule.shape }
    throw Undescribable(description: "\(type).\(key): no rule of DescribedTexts accepts the same texts")
  }

  /// Texts that distinguish the rules, by their lengths and by characters that some rules refuse.
  private static let canaries: [String] = {
    let lengths = DescribedTexts.all.compactMap { $0.shape.length }.flatMap { [$0.lowerBound, $0.upperBound] }
    let texts = Set(lengths.flatMap { [$0, $0 + 1] } + [0]).sorted().map { String(repeating: "A", count: $0) }
    return texts + ["1", "\n", "\t", "\u{2028}", "\u{200B}"]
  }()

  /// A sample value of a type, for a field of a body.
  static func sample<Value: Decodable>(of type: Value.Type) throws -> Value {
    let value: Any?
    switch type {
    case let described as any DescribedValue.Type: value = described.anySample
    case let list as any ProbedList.Type: value = list.empty
    case let cases as any CaseIterable.Type: value = cases.anyFirst
    case is String.Type: value = "A"
    case is Int.Type: value = 1
    case is Bool.Type: value = false
    default: value = try Value(from: ProbingDecoder(recorder: FieldRecorder()))
    }
    guard let value = value as? Value else { throw Undescribable(description: "\(type) has no value to try") }
    return value
  }
}

extension DescribedValue {
  fileprivate static var anySample: Any { sample }
}

extension CaseIterable {
  fileprivate static var anyFirst: Any? { allCases.first }
}

/// A list type: the probe reads an empty list, and the schema describes the type of the elements.
protocol ProbedList {
  static var element: Any.Type { get }
  static var empty: Any { get }
}

extension Array: ProbedList {
  static var element: Any.Type { Element.self }
  static var empty: Any { [Element]() }
}

/// Records the fields that a body asks for.
final class FieldRecorder {
  private(set) var fields: [FoundField] = []
  /// The texts that the decoder gives, by the fields' keys; a text field that is not listed gets `A`.
  let texts: [String: String]

  init(texts: [String: String] = [:]) { self.texts = texts }

  func note(_ key: any CodingKey, _ kind: FoundField.Kind, isOptional: Bool) {
    guard !fields.contains(where: { $0.key == key.stringValue }) else { return }
    fields.append(FoundField(key: key.stringValue, kind: kind, isOptional: isOptional))
  }
}
