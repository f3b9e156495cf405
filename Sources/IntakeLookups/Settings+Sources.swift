import Foundation
import HTTPCalls
import WorkerBase

extension Settings {
  /// Reads an address.
  ///
  /// - Throws: `SettingsError` if the key is not set, or is neither a file nor an HTTP address.
  func sourceAddress(_ key: String, example: String) throws(SettingsError) -> SourceAddress {
    let text = try required(key, example: example)
    if text.hasPrefix("file:///") {
      let path = String(text.dropFirst("file://".count))
      return .file(path.removingPercentEncoding ?? path)
    }
    if let base = HTTPBase(text) { return .http(base) }
    throw SettingsError(
      key: key,
      problem: "must begin with file:/// and an absolute path, or be \(HTTPBase.form); for example \(example)")
  }
}

/// The address of a source of look-ups.
enum SourceAddress: Sendable {
  /// An absolute path.
  case file(String)
  case http(HTTPBase)
}
