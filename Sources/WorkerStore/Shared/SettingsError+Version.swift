import WorkerBase

extension SettingsError {
  /// The error for a store whose tables are missing, or older than this program's.
  ///
  /// - Parameters:
  ///   - version: the version of the tables; 0 if they are missing.
  ///   - known: the version of this program's tables.
  /// - Returns: the error, with the command to run.
  static func storeIsOlder(_ version: Int, than known: Int) -> SettingsError {
    SettingsError(
      key: "STORE_URL",
      problem: "names a store whose tables are \(version == 0 ? "missing" : "older than this program") "
        + "(version \(version) of \(known)); run: admissionctl store migrate")
  }

  /// The error for a store whose tables are newer than this program's.
  static func storeIsNewer(_ version: Int, than known: Int) -> SettingsError {
    SettingsError(
      key: "STORE_URL",
      problem: "names a store that a newer version has changed (\(version), this one knows \(known)); "
        + "run the newer version, or put back a copy from before")
  }
}
