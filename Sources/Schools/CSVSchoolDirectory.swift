public import Admission
public import Logging
public import QueueContracts
public import WorkerRuntime

/// A directory of schools in a CSV file (`SCHOOLS_FILE`), read again when it changes.
///
/// A file that is broken after a change leaves the schools as they were: a bad directory once had thousands refused.
public struct CSVSchoolDirectory: SchoolDirectory {
  private let file: ReloadedFile<[BIN: School]>

  /// Creates the directory without which no application can be judged.
  ///
  /// - Throws: `SettingsError` if the file is missing or broken, because then every application would be parked.
  public init(_ settings: Settings, logger: Logger = Logger(label: "qabyldau.schools")) async throws(SettingsError) {
    let path = try settings.required("SCHOOLS_FILE", example: "/etc/qabyldau/schools.csv")
    self.init(path: path, logger: logger)
    if case .none(let problem) = file.latest() {
      throw SettingsError(key: "SCHOOLS_FILE", problem: "names a file that \(problem.text)")
    }
  }

  /// Creates a directory that only names schools, and can be missing: it knows none as long as its file is missing or
  /// broken.
  ///
  /// - Parameters:
  ///   - path: the path of the CSV file.
  ///   - logger: the logger of what is wrong with the file.
  public init(path: String, logger: Logger = Logger(label: "qabyldau.schools")) {
    file = ReloadedFile(path: path, what: "SCHOOLS_FILE", logger: logger) { try SchoolsFile.schools(of: $0, logger) }
  }

  /// Every school, for whoever lets one be chosen.
  public var all: [BIN: School] { file.latest().last ?? [:] }

  /// Tells whether the directory has the school.
  public func knows(_ bin: BIN) async -> Bool { await school(bin) != nil }

  /// The directory's row of a school; nil if it has none.
  public func school(_ bin: BIN) async -> School? { file.latest().last?[bin] }
}
