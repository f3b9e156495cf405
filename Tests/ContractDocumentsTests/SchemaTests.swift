import ContractDocuments
import ContractEditing
import Foundation
import GoldenMessages
import QueueContracts
import Testing

/// Tests that the schemas accept the same bodies as the decoders, as far as JSON Schema can express it.
///
/// A validator need not check the formats `date` and `date-time`, so it may accept a day that does not exist. No schema
/// can express that base64 is complete, that the body in it decodes, that a key comes once, or how large a body is. The
/// decoders read a time with a decimal comma or an offset like `+0500`. The schemas refuse these spellings, because
/// nobody should write them.
struct SchemaTests {
  /// The bodies that ``WireCodec`` reads: all except the answers of state registers.
  static let bodies = DocumentedBody.version1.filter { !$0.name.hasPrefix("register.") }.map(\.name)

  let validator: SchemaValidator
  let schemas: [String: JSONValue]

  init() throws {
    var builder = SchemaBuilder(prefix: "#/$defs/")
    var schemas: [String: JSONValue] = [:]
    for body in DocumentedBody.version1 { schemas[body.name] = try builder.reference(to: body.type) }
    self.schemas = schemas
    validator = SchemaValidator(definitions: builder.definitions)
  }

  @Test("Every golden message is valid by its schema, and read by its type")
  func golden() throws {
    for body in DocumentedBody.version1 {
      #expect(!body.examples.isEmpty, "\(body.name)")
      for example in body.examples {
        let content = Data(example.json.utf8)
        #expect(body.problem(reading: content) == nil, "\(body.name) \(example.name)")
        let schema = try #require(schemas[body.name])
        #expect(validator.problem(in: try JSONValue(content), by: schema) == nil, "\(body.name) \(example.name)")
      }
    }
  }

  @Test(
    "A changed message is valid by its schema if and only if its type reads it", arguments: bodies,
    [1, 2, 3, 4] as [UInt64])
  func mutations(name: String, seed: UInt64) throws {
    let body = try #require(DocumentedBody.version1.first { $0.name == name })
    let schema = try #require(schemas[name])
    var random = SplitMix64(seed: seed)
    for _ in 0..<60 {
      guard let example = random.pick(body.examples) else { return }
      let golden = try JSONValue(Data(example.json.utf8))
      guard let path = random.pick(golden.paths) else { continue }
      let isRemoval = random.next() % 8 == 0
      let value = isRemoval ? nil : random.pick(Self.values)
      let changed = golden.setting(path, to: value)
      // The base64 contains another body, which has a schema of its own.
      if path == ["form"], name == ApplicationSubmitted.type, let text = value?.text, text.isPossiblyBase64 { continue }
      let said = body.problem(reading: Data(changed.onOneLine.utf8))
      let problem = validator.problem(in: changed, by: schema)
      #expect(
        (said == nil) == (problem == nil),
        "\(name) \(example.name), seed \(seed): \(path.joined(separator: ".")) set to \(value?.onOneLine.prefix(60) ?? "nothing"): decoder \(said ?? "reads it"), schema \(problem.map { "refuses \($0)" } ?? "takes it")"
      )
    }
  }

  /// Values at the edges of the fields' bounds, and far beyond them.
  static let values: [JSONValue] = plain + long

  private static let long: [JSONValue] = {
    let ascii = [32, 33, 64, 65, 100, 101, 256, 257, 1000, 1001, 2048, 2049].map { String(repeating: "A", count: $0) }
    // Each scalar has four bytes, so a length that is counted in bytes instead of scalars is found out.
    let wide = [100, 101, 256, 257].map { String(repeating: "𐐷", count: $0) }
    return (ascii + wide).map { JSONValue.text($0) }
  }()

  private static let plain: [JSONValue] = [
    .null, true, false, 0, -1, 1, 12, 13, 10, 40, 41, .integer(.max), .number(1.5), "", "A", "1", "kk", "enrolment",
    "transfer", "homeSchooling", "parent", "photo", "completed", "withdrawn", "refused", "passport", "eds", "sms",
    "places.none", "consent.missing", "a code of nobody", "S-enrol.4", "2019-05-12", "2019-5-12", "2019-13-12",
    "2026-04-01T09:00:00Z", "2026-04-01T09:00:00.5+05:00", "2026-04-01T25:00:00Z", "2026-04-01T09:00:00",
    "2026-04-01 09:00:00Z", "8F0C3D9E-3B0A-4C56-9D0E-5A3A3F1F7C11", "8f0c3d9e3b0a4c569d0e5a3a3f1f7c11", "KZ-2026/A",
    "kz", "line\nfeed", "tab\t", "zero\u{200B}width", "nul\u{0}", "\u{2028}", "Үмбет-Әли ’ʼ.", "🎓", [], [:],
    ["A"], ["emergency", "emergency"], [.null], ["bin": "A"], ["kk": "A", "ru": "A"], ["code": "places.none"],
    ["code": "unknown"], ["code": "unknown", "text": ["kk": "A", "ru": "A"]],
    .array(Array(repeating: "orphan", count: 33)), .array(Array(repeating: "orphan", count: 32)),
  ]

  @Test("A rule for texts and its schema accept the same characters")
  func characters() throws {
    // Most borders between accepted and refused characters are below U+0180, so every character there is tried. Of the
    // higher characters, every 1499th and the known borders are tried. Characters that Unicode added lately are left
    // out, because the library of regular expressions may not know them.
    let numbers = Array(0..<0x180) + Array(stride(from: 0x180, to: 0x20000, by: 1499)) + Self.borders
    let scalars = numbers.compactMap { Unicode.Scalar(UInt32($0)) }.filter { ($0.properties.age?.major ?? 99) <= 15 }
    for rule in DescribedTexts.all {
      let schema: JSONValue = ["type": "string", "pattern": .text(try #require(rule.shape.pattern))]
      // The codec refuses a NUL character, so the rules for texts need not.
      for scalar in scalars where scalar.value != 0 {
        let text = String(scalar)
        let isValid = validator.problem(in: .text(text), by: schema) == nil
        #expect(isValid == rule.accepts(text), "\(rule): U+\(String(scalar.value, radix: 16))")
      }
    }
  }

  private static let borders = [0x2010, 0x2011, 0x2019, 0x2BC, 0x200B, 0x2028, 0x2029, 0xFEFF, 0xE0001]

  @Test("A rule for texts and its schema accept the same lengths")
  func lengths() {
    for rule in DescribedTexts.all {
      let length = rule.shape.length ?? 0...0
      for count in [0, 1, length.lowerBound, length.upperBound, length.upperBound + 1] {
        #expect(rule.accepts(String(repeating: "A", count: count)) == length.contains(count), "\(rule) \(count)")
      }
    }
  }

  @Test("Every field and every enum value has a description")
  func notes() throws {
    var builder = SchemaBuilder(prefix: "#/$defs/")
    for body in DocumentedBody.version1 { _ = try builder.reference(to: body.type) }
    for (name, definition) in builder.definitions {
      #expect(definition["description"]?.text?.isEmpty == false, "\(name)")
      for (key, field) in definition["properties"]?.members ?? JSONMembers() {
        #expect(field["description"]?.text?.isEmpty == false, "\(name).\(key)")
      }
      for value in definition["enum"]?.elements ?? [] {
        #expect(definition["x-values"]?[value.text ?? value.onOneLine]?.text?.isEmpty == false, "\(name)")
      }
    }
  }

  @Test("No schema is made for a body with a field that nobody has described")
  func unnoted() {
    var builder = SchemaBuilder(prefix: "#/$defs/")
    #expect(throws: Undescribable.self) { try builder.reference(to: Unnoted.self) }
  }

  private struct Unnoted: DescribedBody {
    static var summary: String { "A body with a field that nobody explains." }
    static var notes: [String: FieldNote] { ["known": "It is known."] }
    let known: String
    let unknown: Int?
  }
}

extension String {
  /// True if a schema cannot say whether the text is complete base64.
  fileprivate var isPossiblyBase64: Bool {
    utf8.allSatisfy { byte in
      Character(UnicodeScalar(byte)).isLetter || Character(UnicodeScalar(byte)).isNumber || "+/=".utf8.contains(byte)
    }
  }
}
