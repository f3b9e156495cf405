public import Foundation

/// Reads and writes bodies as JSON in UTF-8 with sorted keys.
///
/// All bodies are written here, so a value is always written as the same bytes.
public enum WireCodec {
  /// The largest body that is read, in bytes.
  public static let maximumBodyBytes = 256 * 1024
  /// The content type of every body.
  public static let contentType = "application/json"

  /// Reads a message's body.
  ///
  /// - Throws: ``WireError`` if the body is too large, is not JSON, has a key twice or is not of the type.
  public static func decode<Body: Codable>(_ type: Body.Type, from body: Data) throws(WireError) -> Body {
    guard body.count <= maximumBodyBytes else { throw WireError(.tooLarge, path: "") }
    switch JSONGrammar.judge(body) {
    case .notJSON: throw WireError(.notJSON, path: "")
    case .duplicateKey(let path): throw WireError(.undecodable, path: DecodingError.duplicateKey(path).path)
    case .unambiguous(let document):
      do {
        return try value(type, in: document)
      } catch {
        throw WireError(.undecodable, path: error.path)
      }
    }
  }

  /// Reads a form that is inside of a body; the form may have any size.
  ///
  /// - Throws: `DecodingError`, which the decoder of the outer body passes on.
  static func decodeInner<Form: Codable>(_ type: Form.Type, from bytes: Data) throws(DecodingError) -> Form {
    switch JSONGrammar.judge(bytes) {
    case .notJSON: throw .dataCorrupted(.init(codingPath: [], debugDescription: "expected JSON in UTF-8"))
    case .duplicateKey(let path): throw .duplicateKey(path)
    case .unambiguous(let document): return try value(type, in: document)
    }
  }

  private static func value<Value: Codable>(
    _ type: Value.Type, in document: JSONDocument
  ) throws(DecodingError) -> Value {
    do {
      let value = try document.value(type)
      if document.rareFeatures.hasNUL, let path = NulCharacter.path(in: value) {
        throw DecodingError.wrong(at: path, "no NUL character")
      }
      try (value as? any CheckedFields)?.check(at: [])
      return value
    } catch let error as DecodingError {
      throw error
    } catch {
      throw .unreadable
    }
  }

  /// Writes a body; every value of the contract's types can be written.
  public static func encode(_ body: some Encodable) -> Data { Data(bytes(of: body)) }

  /// Writes a body as a text, for a column of a store.
  package static func text(of body: some Encodable) -> String { String(decoding: bytes(of: body), as: UTF8.self) }

  /// Writes a body as bytes.
  package static func bytes(of body: some Encodable) -> [UInt8] {
    do {
      return try JSONWriter.bytes(of: body)
    } catch {
      preconditionFailure("a contract value has a part that JSON cannot hold")
    }
  }
}

/// The reason why a body can never be read.
///
/// It has the path of the field, never the field's value.
public struct WireError: Error, Hashable, Sendable {
  /// The kind of an error.
  public enum Code: Sendable {
    case tooLarge, notJSON, unknownType, undecodable
  }

  /// The kind of the error.
  public let code: Code
  /// The path of the field from the message's root, dotted: `form.child.birthDate`; empty if no field is to blame.
  public let path: String

  /// Creates an error.
  public init(_ code: Code, path: String) {
    self.code = code
    self.path = path
  }

  /// The code by which the message is parked.
  public var parkingCode: ParkingCode {
    switch code {
    case .tooLarge: .messageTooLarge
    case .notJSON: .messageNotJSON
    case .unknownType: .messageUnknownType
    case .undecodable: .messageUndecodable
    }
  }
}
