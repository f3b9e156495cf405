import Foundation

@testable import QueueContracts

/// Reads and writes bodies by Foundation, after ``ReferenceGrammar`` has accepted them.
///
/// The tests compare `WireCodec` with it.
enum Reference {
  static func decode<Body: Codable>(_ type: Body.Type, from body: Data) throws(WireError) -> Body {
    switch ReferenceGrammar.judge(body) {
    case .notJSON: throw WireError(.notJSON, path: "")
    case .duplicateKey(let path): throw WireError(.undecodable, path: DecodingError.duplicateKey(path).path)
    case .unambiguous: break
    }
    do {
      let value = try JSONDecoder().decode(type, from: body)
      if body.range(of: Data(#"\u0000"#.utf8)) != nil, let path = NulCharacter.path(in: value) {
        throw WireError(.undecodable, path: path.map(\.stringValue).joined(separator: "."))
      }
      try (value as? any CheckedFields)?.check(at: [])
      return value
    } catch let error as WireError {
      throw error
    } catch let error as DecodingError {
      throw WireError(.undecodable, path: error.path)
    } catch {
      throw WireError(.undecodable, path: "")
    }
  }

  static func encode(_ body: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return try encoder.encode(body)
  }
}

/// The value or error that reading a body gives, so that two readers can be compared.
enum Outcome<Value: Equatable>: Equatable {
  case value(Value)
  case error(WireError)

  init(_ read: () throws(WireError) -> Value) {
    do { self = .value(try read()) } catch { self = .error(error) }
  }

  var isValue: Bool { if case .value = self { true } else { false } }

  /// True if the body is undecodable, with or without a path.
  var isUndecodable: Bool { if case .error(let error) = self { error.code == .undecodable } else { false } }

  /// True if the body is undecodable, and the error does not say where.
  var isUndecodableWithoutPath: Bool { self == .error(WireError(.undecodable, path: "")) }
}
