public import Foundation

/// The one way in which bodies are read and written: JSON in UTF-8, keys sorted, so that the same value is the same bytes.
public enum WireCodec {
  /// The largest body that is read, in bytes.
  public static let maximumBodyBytes = 256 * 1024

  /// Reads a body of one contract.
  ///
  /// - Throws: ``WireError`` where it is too large, not JSON, or does not decode, with the path of the field.
  public static func decode<Body: Decodable>(_ type: Body.Type, from body: Data) throws(WireError) -> Body {
    guard body.count <= maximumBodyBytes else { throw WireError(.tooLarge, path: "") }
    do {
      return try read(type, from: body)
    } catch {
      throw WireError(error, in: body)
    }
  }

  /// Reads JSON of any size: a body, or a form inside of one.
  static func read<Body: Decodable>(_ type: Body.Type, from bytes: Data) throws(DecodingError) -> Body {
    do {
      return try JSONDecoder().decode(type, from: bytes)
    } catch let error as DecodingError {
      throw error
    } catch {
      throw .dataCorrupted(.init(codingPath: [], debugDescription: "expected a body of the contract"))
    }
  }

  /// Writes a body. A contract value can always be written.
  public static func encode(_ body: some Encodable) -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do {
      return try encoder.encode(body)
    } catch {
      preconditionFailure("a contract value has a part that JSON cannot hold")
    }
  }
}

/// Why a body can never be read. Carries the path of the field, never its value.
public struct WireError: Error, Hashable, Sendable {
  public enum Code: Sendable {
    case tooLarge, notJSON, unknownType, undecodable
  }

  public let code: Code
  /// From the message's root, dotted: `form.child.birthDate`; empty where no field is to blame.
  public let path: String

  public init(_ code: Code, path: String) {
    (self.code, self.path) = (code, path)
  }

  init(_ error: DecodingError, in body: Data) {
    // The decoder says "data corrupted at the root" for a syntax error and for a root that is no object alike.
    let isJSON = (try? JSONSerialization.jsonObject(with: body, options: [.fragmentsAllowed])) != nil
    self.init(isJSON ? .undecodable : .notJSON, path: isJSON ? error.path : "")
  }

  public var parkingCode: ParkingCode {
    switch code {
    case .tooLarge: .messageTooLarge
    case .notJSON: .messageNotJSON
    case .unknownType: .messageUnknownType
    case .undecodable: .messageUndecodable
    }
  }
}
