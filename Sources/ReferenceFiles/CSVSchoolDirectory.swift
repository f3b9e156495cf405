public import Admission
public import Logging
public import QueueContracts
public import WorkerBase

/// A directory of schools in a CSV file (`SCHOOLS_FILE`), read again when it changes.
///
/// If the file is broken or missing after a change, the last good list stays in use. A real system once refused
/// thousands of families because of a bad directory.
public struct CSVSchoolDirectory: SchoolDirectory {
  private let file: ReloadedFile<[BIN: School]>

  /// Creates the directory for judging applications.
  ///
  /// - Throws: `SettingsError` if the file is missing or broken, because then every application would be parked.
  public init(_ settings: Settings, logger: Logger = Logger(label: "qabyldau.schools")) async throws(SettingsError) {
    let path = try settings.required("SCHOOLS_FILE", example: "/etc/qabyldau/schools.csv")
    self.init(path: path, logger: logger)
    _ = try file.latest().value(namedBy: "SCHOOLS_FILE")
  }

  /// Creates a directory that only gives names of schools; its file need not exist.
  ///
  /// The directory has no school until its file is there and good. After that, the last good list stays in use.
  ///
  /// - Parameters:
  ///   - path: the path of the CSV file.
  ///   - logger: logs what is wrong with the file.
  public init(path: String, logger: Logger = Logger(label: "qabyldau.schools")) {
    file = ReloadedFile(path: path, what: "SCHOOLS_FILE", logger: logger) { try SchoolsFile.schools(of: $0, logger) }
  }

  /// All schools of the directory, by their BINs.
  public var all: [BIN: School] { file.latest().last ?? [:] }

  /// Tells whether the directory has the school.
  public func knows(_ bin: BIN) async -> Bool { await school(bin) != nil }

  /// The directory's data about a school; nil if the directory does not have the school.
  public func school(_ bin: BIN) async -> School? { file.latest().last?[bin] }
}
