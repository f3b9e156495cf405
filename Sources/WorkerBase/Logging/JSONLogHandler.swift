import Foundation
import Logging

/// A log handler that writes one JSON object a line to standard error, for machines (`LOG_FORMAT=json`).
struct JSONLogHandler: LogHandler {
  /// The metadata of every line.
  var metadata: Logger.Metadata = [:]
  /// The lowest level that is written.
  var logLevel: Logger.Level = .info
  private let label: String

  /// Creates a handler for the logger of this label.
  init(label: String) { self.label = label }

  /// One value of the metadata.
  subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  /// Writes one line.
  func log(event: LogEvent) {
    var line = metadata.merging(event.metadata ?? [:]) { $1 }.mapValues { "\($0)" }
    line["time"] = Date.now.formatted(.iso8601.time(includingFractionalSeconds: true))
    line["level"] = event.level.rawValue
    line["logger"] = label
    line["message"] = "\(event.message)"
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    guard let json = try? encoder.encode(line) else { return }
    FileHandle.standardError.write(json + Data([10]))
  }
}
