import Foundation
public import Logging
public import QueueContracts
import SwiftCSV
public import WorkerRuntime

/// Schools of a CSV file (`SCHOOLS_FILE`), read again when it changes.
///
/// A file that is broken after a change leaves the schools as they were: a bad directory once had thousands refused.
public struct CSVSchoolDirectory: SchoolDirectory {
  private let file: ReloadedFile<Set<BIN>>

  /// - Throws: `SettingsError` where the file is missing or broken: without it every application would be parked.
  public init(_ settings: Settings, logger: Logger = Logger(label: "qabyldau.schools")) async throws(SettingsError) {
    let path = try settings.required("SCHOOLS_FILE", example: "/etc/qabyldau/schools.csv")
    file = ReloadedFile(path: path, what: "SCHOOLS_FILE", logger: logger) { try SchoolsFile.schools(of: $0, logger) }
    if case .none(let problem) = await file.latest() {
      throw SettingsError(key: "SCHOOLS_FILE", problem: "names a file that \(problem.text)")
    }
  }

  public func knows(_ bin: BIN) async -> Bool { await file.latest().last?.contains(bin) ?? false }
}

/// The text of such a file: `bin,name_kk,name_ru,name_en,kind` (contract 5).
enum SchoolsFile {
  private static let columns = ["bin", "name_kk", "name_ru", "name_en", "kind"]

  /// Rows whose number is no BIN are left out, with a warning; a number that stands twice is one school.
  ///
  /// - Throws: ``FileProblem`` where the text is no such table, or has no school.
  static func schools(of content: Data, _ logger: Logger) throws -> Set<BIN> {
    guard let text = String(validating: content, as: UTF8.self) else { throw FileProblem("is not in UTF-8") }
    // The parser takes what is left of the file into a quoted field that does not end.
    guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
      throw FileProblem("has a quotation that does not end")
    }
    guard let table = try? NamedCSV(string: text, delimiter: .comma, loadColumns: false) else {
      throw FileProblem("is no CSV")
    }
    for column in columns where !table.header.contains(column) { throw FileProblem("has no column \(column)") }
    let schools = table.rows.map { row in BIN((row["bin"] ?? "").trimmingCharacters(in: .whitespaces)) }
    let broken = schools.count { $0 == nil }
    if broken > 0 {
      logger.warning("Schools without a valid BIN are left out", metadata: [LogKey.count: "\(broken)"])
    }
    guard broken < schools.count else { throw FileProblem("has no school with a valid BIN") }
    return Set(schools.compactMap { $0 })
  }
}
