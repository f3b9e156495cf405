import Foundation
import Operations
import QueueContracts

/// Reads files that a person has named, and fails with sentences for that person.
enum InputFile {
  static func read(_ path: String) throws(Failure) -> Data {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw .badInput("There is no file \(path).")
    }
    guard !isFolder.boolValue else { throw .badInput("\(path) is a folder; name the files in it.") }
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw .badInput("The file \(path) cannot be read; see its permissions.")
    }
    return bytes
  }

  /// Decodes the content of a file.
  ///
  /// - Parameters:
  ///   - type: the type that is read.
  ///   - bytes: the file's content.
  ///   - path: the file's path, for the sentence of a failure.
  ///   - what: what the file should hold, for the same sentence.
  /// - Returns: the value.
  /// - Throws: ``Failure``, whose sentence names the file, and the field if a field is missing or wrong.
  static func decode<Body: Codable>(
    _ type: Body.Type, from bytes: Data, of path: String, what: String
  ) throws(Failure) -> Body {
    do throws(WireError) {
      return try WireCodec.decode(type, from: bytes)
    } catch {
      throw .badInput(sentence(error, path: path, what: what))
    }
  }

  private static func sentence(_ error: WireError, path: String, what: String) -> String {
    switch error.code {
    case .tooLarge: "\(path) is over the limit of \(WireCodec.maximumBodyBytes) bytes."
    case .notJSON: "\(path) is not JSON in UTF-8."
    case .unknownType: "\(path) is of a type that version 1 does not know."
    case .undecodable where error.path.isEmpty: "\(path) does not hold \(what): a JSON object was expected."
    case .undecodable: "\(path) does not hold \(what): the field \(error.path) is missing or wrong."
    }
  }
}
