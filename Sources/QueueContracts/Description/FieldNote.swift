/// What a field means, beside what its type says of it.
package struct FieldNote: Sendable, ExpressibleByStringLiteral {
  package let text: String
  /// What its number counts, if it is no plain number.
  package let unit: String?
  /// The clause of the service's source text that asks for it.
  package let clause: Clause?

  package init(_ text: String, unit: String? = nil, clause: Clause? = nil) {
    self.text = text
    self.unit = unit
    self.clause = clause
  }

  package init(stringLiteral text: String) { self.init(text) }
}

/// A body of the contract, or an object in one, with words for each of its fields.
package protocol DescribedBody: Decodable, SendableMetatype {
  /// Its name in the documents.
  static var documentName: String { get }
  static var summary: String { get }
  /// What each field means, by its key.
  static var notes: [String: FieldNote] { get }
  /// What a field demands of another one.
  static var demands: [FieldDemand] { get }
}

extension DescribedBody {
  package static var documentName: String { "\(Self.self)" }
  package static var demands: [FieldDemand] { [] }
}

/// An optional field that has to be there, depending on the text in another one.
package struct FieldDemand: Sendable {
  package enum Condition: Sendable {
    case isOneOf([String])
    case isNoneOf([String])
  }

  package let required: String
  package let field: String
  package let condition: Condition

  package init(_ required: String, when field: String, _ condition: Condition) {
    self.required = required
    self.field = field
    self.condition = condition
  }
}

/// An enum of the contract, with words for each of its values.
package protocol DescribedEnum: Decodable, CaseIterable, RawRepresentable {
  static var summary: String { get }
  var note: String { get }
}
