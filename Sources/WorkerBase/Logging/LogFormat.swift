import Logging

/// The form of log lines: `LOG_FORMAT`.
public enum LogFormat: String, CaseIterable, Sendable {
  case text, json

  /// Sets up logging for the whole process by `LOG_LEVEL` and `LOG_FORMAT`; to be called once.
  ///
  /// - Throws: ``SettingsError`` if the value of one of the two keys is an unknown word.
  public static func bootstrapLogging(_ settings: Settings) throws(SettingsError) {
    let level = try settings.choice("LOG_LEVEL", default: Logger.Level.info)
    let format = try settings.choice("LOG_FORMAT", default: LogFormat.text)
    LoggingSystem.bootstrap { label in
      var handler: any LogHandler =
        switch format {
        case .text: StreamLogHandler.standardError(label: label)
        case .json: JSONLogHandler(label: label)
        }
      handler.logLevel = level
      return handler
    }
  }
}
