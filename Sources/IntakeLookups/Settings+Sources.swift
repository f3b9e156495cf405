import Foundation
import HTTPCalls
import WorkerBase

extension Settings {
  /// The time for judging one message, in seconds.
  var handlerSeconds: Double {
    get throws(SettingsError) { Double(try integer("HANDLER_SECONDS", default: 60, in: 1...3600)) }
  }

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
      problem: "must begin with file:/// and an absolute path, or be an http:// or https:// address of a host "
        + "without a query; for example \(example)")
  }
}

/// The address of a source of look-ups.
enum SourceAddress: Sendable {
  /// An absolute path.
  case file(String)
  case http(HTTPBase)
}
