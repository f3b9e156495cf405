import Admission
import Foundation
import Logging
import QueueContracts
import SwiftCSV
import WorkerBase

/// Reads the content of a file of schools (contract 5).
///
/// The columns are `bin,name_kk,name_ru,name_en,kind`, and optionally `phone`, `address_kk`, `address_ru`,
/// `address_en`.
enum SchoolsFile {
  private static let columns = ["bin", "name_kk", "name_ru", "name_en", "kind"]

  /// Reads the schools.
  ///
  /// A row without a valid BIN is left out, with a warning. If a school has two rows, the first one counts.
  ///
  /// - Throws: ``FileProblem`` if the content is not a table with these columns, or has no school.
  static func schools(of content: Data, _ logger: Logger) throws -> [BIN: School] {
    guard let text = String(validating: content, as: UTF8.self) else { throw FileProblem("is not in UTF-8") }
    // If a quotation does not end, the parser takes the rest of the file for one field.
    guard text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2) else {
      throw FileProblem("has a quotation that does not end")
    }
    guard let table = try? NamedCSV(string: text, delimiter: .comma, loadColumns: false) else {
      throw FileProblem("is not CSV")
    }
    for column in columns where !table.header.contains(column) { throw FileProblem("has no column \(column)") }
    let schools = table.rows.compactMap { row in BIN(row.line("bin")).map { ($0, School(row)) } }
    let broken = table.rows.count - schools.count
    if broken > 0 {
      logger.warning("Schools without a valid BIN are left out", metadata: [LogKey.count: "\(broken)"])
    }
    guard !schools.isEmpty else { throw FileProblem("has no school with a valid BIN") }
    return Dictionary(schools) { first, _ in first }
  }
}

extension School {
  fileprivate init(_ row: [String: String]) {
    let phone = row.line("phone")
    let address = row.texts("address")
    self.init(
      name: row.texts("name"), phone: phone.isEmpty ? nil : phone,
      address: Language.allCases.contains { address[$0].isEmpty } ? nil : address,
      isSpecial: row.line("kind") == "special")
  }
}

extension [String: String] {
  /// A field as one line, because an entry of the history gives each fact one line, and a field may have line breaks.
  fileprivate func line(_ column: String) -> String {
    (self[column] ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  fileprivate func texts(_ column: String) -> LocalizedText {
    LocalizedText(kk: line("\(column)_kk"), ru: line("\(column)_ru"), en: line("\(column)_en"))
  }
}
