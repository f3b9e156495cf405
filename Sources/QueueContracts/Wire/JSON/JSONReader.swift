package import Foundation

/// Reads JSON that is not a body: a stored row, a register's record, the claims of an attestation.
///
/// Like a body, the text has to be JSON in UTF-8 in which no object has a key twice. Unlike a body, the text may have
/// any size, and may hold the character U+0000.
package enum JSONReader {
  /// Reads a value from UTF-8.
  ///
  /// - Throws: `DecodingError` if the text is not JSON in UTF-8, has a key twice, or does not decode.
  package static func decode<Value: Decodable>(_ type: Value.Type, from json: Data) throws(DecodingError) -> Value {
    try value(type, in: JSONGrammar.judge(json))
  }

  /// Reads a value from a text, without a copy of it as `Data`.
  ///
  /// - Throws: `DecodingError` if the text is not JSON in UTF-8, has a key twice, or does not decode.
  package static func decode<Value: Decodable>(_ type: Value.Type, from json: String) throws(DecodingError) -> Value {
    var json = json
    return try value(type, in: json.withUTF8 { JSONGrammar.judge(UnsafeRawBufferPointer($0)) })
  }

  private static func value<Value: Decodable>(
    _ type: Value.Type, in finding: JSONGrammar.Finding
  ) throws(DecodingError) -> Value {
    switch finding {
    case .notJSON: throw .dataCorrupted(.init(codingPath: [], debugDescription: "expected JSON in UTF-8"))
    case .duplicateKey(let path): throw .duplicateKey(path)
    case .unambiguous(let document):
      do {
        return try document.value(type)
      } catch let error as DecodingError {
        throw error
      } catch {
        throw .unreadable
      }
    }
  }
}
