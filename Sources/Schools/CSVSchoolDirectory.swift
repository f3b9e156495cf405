public import Admission
public import Logging
public import QueueContracts
public import WorkerRuntime

/// Schools of a CSV file (`SCHOOLS_FILE`), read again when it changes.
///
/// A file that is broken after a change leaves the schools as they were: a bad directory once had thousands refused.
public struct CSVSchoolDirectory: SchoolDirectory {
  private let file: ReloadedFile<[BIN: School]>

  /// The directory without which no application can be judged.
  ///
  /// - Throws: `SettingsError` where the file is missing or broken: without it every application would be parked.
  public init(_ settings: Settings, logger: Logger = Logger(label: "qabyldau.schools")) async throws(SettingsError) {
    let path = try settings.required("SCHOOLS_FILE", example: "/etc/qabyldau/schools.csv")
    self.init(path: path, logger: logger)
    if case .none(let problem) = file.latest() {
      throw SettingsError(key: "SCHOOLS_FILE", problem: "names a file that \(problem.text)")
    }
  }

  /// A directory that names schools, and can be done without: as long as the file is missing or broken it knows none.
  ///
  /// - Parameter path: of the CSV file.
  public init(path: String, logger: Logger = Logger(label: "qabyldau.schools")) {
    file = ReloadedFile(path: path, what: "SCHOOLS_FILE", logger: logger) { try SchoolsFile.schools(of: $0, logger) }
  }

  public func knows(_ bin: BIN) async -> Bool { await school(bin) != nil }

  /// What the directory says of a school, nil where it has no row of it.
  public func school(_ bin: BIN) async -> School? { file.latest().last?[bin] }
}
