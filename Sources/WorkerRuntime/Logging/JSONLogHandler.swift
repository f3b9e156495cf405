import Foundation
public import Logging

/// One JSON object a line on standard error, for machines (`LOG_FORMAT=json`).
public struct JSONLogHandler: LogHandler {
  public var metadata: Logger.Metadata = [:]
  public var logLevel: Logger.Level = .info
  private let label: String

  public init(label: String) { self.label = label }

  public subscript(metadataKey key: String) -> Logger.Metadata.Value? {
    get { metadata[key] }
    set { metadata[key] = newValue }
  }

  public func log(event: LogEvent) {
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
