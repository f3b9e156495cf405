/// The meaning of a field, in addition to what the field's type says.
package struct FieldNote: Sendable, ExpressibleByStringLiteral {
  /// The meaning, in plain text.
  package let text: String
  /// The unit of the field's value; nil if the value has no unit.
  package let unit: String?
  /// The clause of the service's source text that asks for the field; nil if none does.
  package let clause: Clause?

  /// Creates a note.
  package init(_ text: String, unit: String? = nil, clause: Clause? = nil) {
    self.text = text
    self.unit = unit
    self.clause = clause
  }

  /// Creates a note without unit and clause.
  package init(stringLiteral text: String) { self.init(text) }
}

/// A body of the contract, or an object inside of a body, with a note for each field.
package protocol DescribedBody: Decodable, SendableMetatype {
  /// The name of the body in the documents.
  static var documentName: String { get }
  /// The meaning of the body, in one sentence.
  static var summary: String { get }
  /// The meaning of each field, by its key.
  static var notes: [String: FieldNote] { get }
  /// The optional fields that become required because of another field's text.
  static var conditionalRequirements: [ConditionalRequirement] { get }
}

extension DescribedBody {
  package static var documentName: String { "\(Self.self)" }
  package static var conditionalRequirements: [ConditionalRequirement] { [] }
}

/// An optional field that becomes required because of another field's text.
package struct ConditionalRequirement: Sendable {
  /// A condition on the text of a field.
  package enum Condition: Sendable {
    case isOneOf([String])
    case isNoneOf([String])
  }

  /// The key of the field that becomes required.
  package let required: String
  /// The key of the field that decides.
  package let field: String
  /// The condition on the field that decides.
  package let condition: Condition

  /// Requires a field if another field meets a condition.
  package init(_ required: String, when field: String, _ condition: Condition) {
    self.required = required
    self.field = field
    self.condition = condition
  }
}

/// An enum of the contract, with a note for each value.
package protocol DescribedEnum: Decodable, CaseIterable, RawRepresentable {
  /// The meaning of the enum, in one sentence.
  static var summary: String { get }
  /// The meaning of this value.
  var note: String { get }
}
