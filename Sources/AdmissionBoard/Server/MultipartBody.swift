import Foundation

/// The parts of a form with files (RFC 7578).
struct MultipartBody {
  struct Part {
    let name: String
    /// The file's name; nil for a field without a file.
    let fileName: String?
    let type: String
    let bytes: Data.SubSequence
  }

  private static let limit = 200
  private(set) var parts: [Part] = []

  /// Splits the body into its parts; nil if it is malformed or has more than 200 parts.
  init?(_ body: Data, type: String) {
    guard let boundary = Self.value(of: "boundary", in: type), (1...70).contains(boundary.utf8.count) else {
      return nil
    }
    let delimiter = Data("--\(boundary)".utf8)
    guard body.starts(with: delimiter) else { return nil }
    var rest = body.dropFirst(delimiter.count)
    let next = Data("\r\n--\(boundary)".utf8)
    while !rest.starts(with: Data("--".utf8)) {
      guard parts.count < Self.limit, rest.starts(with: Data("\r\n".utf8)),
        let end = rest.dropFirst(2).range(of: next), let part = Part(rest.dropFirst(2)[..<end.lowerBound])
      else { return nil }
      parts.append(part)
      rest = rest[end.upperBound...]
    }
  }

  /// The value of a header's parameter, without the quotes around it, if there are any.
  static func value(of name: String, in header: String) -> String? {
    guard let start = header.range(of: "\(name)=", options: .caseInsensitive)?.upperBound else { return nil }
    let rest = header[start...]
    guard rest.first == "\"" else { return String(rest.prefix { $0 != ";" && $0 != " " }) }
    return String(rest.dropFirst().prefix { $0 != "\"" })
  }
}

extension MultipartBody.Part {
  /// Reads a part; nil if its headers are missing or do not name the field.
  init?(_ bytes: Data.SubSequence) {
    let blank = Data("\r\n\r\n".utf8)
    guard let end = bytes.range(of: blank), end.lowerBound - bytes.startIndex <= 4096 else { return nil }
    let headers = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
    func header(_ name: String) -> String? {
      headers.first { $0.lowercased().hasPrefix("\(name):") }.map { String($0.dropFirst(name.count + 1)) }
    }
    guard let disposition = header("content-disposition"),
      // The search is for `name=` after a space, because `filename=` ends in the same letters.
      let name = MultipartBody.value(of: " name", in: disposition.replacing(";", with: "; "))
    else { return nil }
    self.name = name
    fileName = MultipartBody.value(of: "filename", in: disposition)
    type = header("content-type")?.trimmingCharacters(in: .whitespaces) ?? "application/octet-stream"
    self.bytes = bytes[end.upperBound...]
  }
}
