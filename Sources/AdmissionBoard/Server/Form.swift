import Foundation

/// The fields and files of a form.
struct Form: Sendable {
  private var fields: [String: [String]] = [:]
  private var uploads: [String: [UploadedFile]] = [:]

  static let empty = Form()

  /// Reads a body of the given type.
  ///
  /// - Throws: ``BoardError`` if the body is not a form, or has more than 20,000 fields.
  init(_ body: Data, type: String) throws(BoardError) {
    let kind = type.prefix { $0 != ";" }.lowercased()
    switch kind {
    case "application/x-www-form-urlencoded": try read(pairs: body)
    case "multipart/form-data":
      guard let parts = MultipartBody(body, type: type) else { throw .badForm }
      for part in parts.parts { add(part) }
    default:
      guard body.isEmpty else { throw .badForm }
    }
  }

  private init() {}

  /// The field's text without surrounding space; nil if it is missing or empty.
  func text(_ name: String) -> String? {
    let text = fields[name]?.first?.trimmingCharacters(in: .whitespacesAndNewlines)
    return text.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The field's text exactly as it was sent, such as a password.
  func exactText(_ name: String) -> String? { fields[name]?.first }

  /// The texts of all fields of one name, such as the ticked boxes of a list.
  func all(_ name: String) -> [String] { fields[name] ?? [] }

  func file(_ name: String) -> UploadedFile? { uploads[name]?.first }

  /// The files that were chosen in the fields of one name.
  func files(_ name: String) -> [UploadedFile] { uploads[name] ?? [] }

  private static let limit = 20_000

  private mutating func read(pairs body: Data) throws(BoardError) {
    let pairs = body.split(separator: UInt8(ascii: "&"), maxSplits: Self.limit)
    guard pairs.count <= Self.limit else { throw .tooLarge }
    for pair in pairs {
      let parts = pair.split(separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = Self.decoded(parts[0]), let value = parts.count == 2 ? Self.decoded(parts[1]) : "" else {
        throw .badForm
      }
      fields[name, default: []].append(value)
    }
  }

  private mutating func add(_ part: MultipartBody.Part) {
    guard let fileName = part.fileName else {
      fields[part.name, default: []].append(String(decoding: part.bytes, as: UTF8.self))
      return
    }
    // For a file field without a file, browsers send an empty file without a name.
    guard !fileName.isEmpty || !part.bytes.isEmpty else { return }
    uploads[part.name, default: []].append(UploadedFile(name: fileName, type: part.type, bytes: Array(part.bytes)))
  }

  /// Decodes a part of a form; nil if an escape is broken or the bytes are not UTF-8.
  private static func decoded(_ bytes: Data.SubSequence) -> String? {
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case UInt8(ascii: "+"): decoded.append(UInt8(ascii: " "))
      case UInt8(ascii: "%"):
        guard let high = iterator.next().flatMap(digit), let low = iterator.next().flatMap(digit) else { return nil }
        decoded.append(high << 4 | low)
      default: decoded.append(byte)
      }
    }
    return String(validating: decoded, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? { Character(UnicodeScalar(byte)).hexDigitValue.map(UInt8.init) }
}

/// A file that came with a form.
struct UploadedFile: Sendable, Equatable {
  /// The file's name as the browser sent it; it may be any text.
  let name: String
  /// The file's media type as the browser sent it.
  let type: String
  let bytes: [UInt8]
}
