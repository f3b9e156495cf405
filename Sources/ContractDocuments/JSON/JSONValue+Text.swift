import Foundation

extension JSONValue {
  /// Reads JSON; the order of an object's keys is lost.
  ///
  /// - Throws: `DecodingError` if the bytes are not JSON.
  package init(_ bytes: Data) throws { self = try JSONDecoder().decode(ReadValue.self, from: bytes).value }

  /// The value as an indented text: two spaces a level, and short lists and objects of scalars on one line.
  package var document: String { laidOut(indent: "") + "\n" }

  /// The greatest number of characters of a list or object on one line, including the indent.
  private static let lineLength = 118

  private func laidOut(indent: String) -> String {
    let line = onOneLine
    guard case (let isObject, let parts?) = laidOutParts(indent: indent + "  ") else { return line }
    if isFlat, indent.count + line.count <= Self.lineLength { return line }
    let (opening, closing) = isObject ? ("{", "}") : ("[", "]")
    return "\(opening)\n" + parts.map { "\(indent)  \($0)" }.joined(separator: ",\n") + "\n\(indent)\(closing)"
  }

  private func laidOutParts(indent: String) -> (Bool, [String]?) {
    switch self {
    case .object(let members) where !members.isEmpty:
      (true, members.map { "\(Self.quoted($0.key)): \($0.value.laidOut(indent: indent))" })
    case .array(let elements) where !elements.isEmpty: (false, elements.map { $0.laidOut(indent: indent) })
    default: (false, nil)
    }
  }

  /// True for a scalar, and for a list or object of scalars only.
  private var isFlat: Bool {
    switch self {
    case .object(let members): members.allSatisfy { $0.value.isScalar }
    case .array(let elements): elements.allSatisfy(\.isScalar)
    default: true
    }
  }

  private var isScalar: Bool {
    switch self {
    case .object(let members): members.isEmpty
    case .array(let elements): elements.isEmpty
    default: true
    }
  }

  /// The value on one line.
  package var onOneLine: String {
    switch self {
    case .object(let members) where members.isEmpty: "{}"
    case .object(let members):
      "{ " + members.map { "\(Self.quoted($0.key)): \($0.value.onOneLine)" }.joined(separator: ", ") + " }"
    case .array(let elements): "[" + elements.map(\.onOneLine).joined(separator: ", ") + "]"
    case .text(let text): Self.quoted(text)
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .bool(let bool): bool ? "true" : "false"
    case .null: "null"
    }
  }

  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      default:
        if scalar.isHardToSee {
          for unit in String(scalar).utf16 {
            let digits = String(unit, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          }
        } else {
          quoted.unicodeScalars.append(scalar)
        }
      }
    }
    return quoted + "\""
  }
}

extension Unicode.Scalar {
  /// True if a person cannot recognise the character by sight.
  ///
  /// The character is invisible, or a blank other than the space, or a hyphen other than the keyboard's.
  fileprivate var isHardToSee: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    case .spaceSeparator: self != " "
    default: ("\u{2010}"..."\u{2011}").contains(self)
    }
  }
}

/// Reads any JSON value by Foundation's decoder.
private struct ReadValue: Decodable {
  let value: JSONValue

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      value = .null
    } else if let members = try? container.decode([String: ReadValue].self) {
      value = .object(JSONMembers(members.sorted { $0.key < $1.key }.map { ($0.key, $0.value.value) }))
    } else if let elements = try? container.decode([ReadValue].self) {
      value = .array(elements.map(\.value))
    } else if let bool = try? container.decode(Bool.self) {
      value = .bool(bool)
    } else if let number = try? container.decode(Int.self) {
      value = .integer(number)
    } else if let number = try? container.decode(Double.self) {
      value = .number(number)
    } else {
      value = .text(try container.decode(String.self))
    }
  }
}
