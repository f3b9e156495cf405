import Admission
import Foundation
import QueueContracts
import TestSupport
import Testing
import TestTools
import WorkerBase

@testable import ReferenceFiles

@Suite("The directory of schools")
struct LookupSchoolsTests {
  let folder: TemporaryFolder
  let log = TestLog()
  let first = BIN("950341000052")!
  let second = BIN("961141000023")!
  let header = "bin,name_kk,name_ru,name_en,kind\n"
  let row = "950341000052,№ 1 мектеп,Школа № 1,School No. 1,general\n"
  let otherRow = "961141000023,№ 2 мектеп,Школа № 2,School No. 2,special\n"

  init() throws { folder = try TemporaryFolder() }

  func directory(_ text: String?) async throws -> CSVSchoolDirectory {
    if let text { try folder.write(text, to: "schools.csv") }
    let settings = Settings(["SCHOOLS_FILE": folder.path + "/schools.csv"])
    return try await CSVSchoolDirectory(settings, logger: log.logger)
  }

  @Test("The directory knows the schools of its file and no others")
  func knows() async throws {
    let directory = try await directory(header + row)
    #expect(await directory.knows(first))
    #expect(await !directory.knows(second))
  }

  @Test("The file may have a byte order mark, CRLF, quotations, blank lines, more columns and no final line break")
  func spellings() async throws {
    let text =
      "\u{FEFF}id,bin,name_kk,name_ru,name_en,kind\r\n"
      + "1,950341000052,\"№ 1, \"\"Арман\"\"\r\nмектебі\",\"Школа, № 1\",School,general\r\n\r\n"
      + "2, 961141000023 ,a,b,c,special"
    let directory = try await directory(text)
    #expect(await directory.knows(first))
    #expect(await directory.knows(second))
  }

  @Test("A school without a valid BIN is left out, with a warning")
  func invalidBIN() async throws {
    let directory = try await directory(header + row + "950341000053,a,b,c,general\n,a,b,c,general\n")
    #expect(await directory.knows(first))
    #expect(log.lines.contains("warning Schools without a valid BIN are left out [count: 2]"))
  }

  @Test("The directory gives a school's telephone and address if the file has them, otherwise only the name")
  func details() async throws {
    let directory = try await directory(
      "bin,name_kk,name_ru,name_en,kind,phone,address_kk,address_ru,address_en\n"
        + "950341000052,№ 1 мектеп,Школа № 1,School No. 1,special,+7 7172 00 00 01,\"Абай көшесі,\n1\",\"ул. Абая, 1\",1 Abai St\n"
        + "961141000023,№ 2 мектеп,Школа № 2,School No. 2,general,,Абай көшесі,,\n"
        + "961141000023,other,other,other,general,1,,,\n")
    let special = School(
      name: LocalizedText(kk: "№ 1 мектеп", ru: "Школа № 1", en: "School No. 1"), phone: "+7 7172 00 00 01",
      address: LocalizedText(kk: "Абай көшесі, 1", ru: "ул. Абая, 1", en: "1 Abai St"), isSpecial: true)
    #expect(await directory.school(first) == special)
    let plain = School(name: LocalizedText(kk: "№ 2 мектеп", ru: "Школа № 2", en: "School No. 2"))
    #expect(await directory.school(second) == plain)
  }

  @Test("A directory that is used for names only may start without its file, and has no school until the file is there")
  func optional() async throws {
    let directory = CSVSchoolDirectory(path: folder.path + "/schools.csv", logger: log.logger)
    #expect(await directory.school(first) == nil)
    try folder.write(header + row, to: "schools.csv")
    #expect(await directory.school(first)?.name.en == "School No. 1")
  }

  @Test("The file is read again when it changes")
  func changes() async throws {
    let directory = try await directory(header + row)
    try folder.write(header + otherRow, to: "schools.csv")
    #expect(await !directory.knows(first))
    #expect(await directory.knows(second))
  }

  static let brokenTexts = [
    "", "bin,name_kk,name_ru,name_en,kind\n", "bin;name_kk;name_ru;name_en;kind\n950341000052;a;b;c;general\n",
    "bin,name_kk,name_ru,name_en\n950341000052,a,b,c\n",
    "bin,name_kk,name_ru,name_en,kind\n950341000053,a,b,c,general\n",
    "bin,name_kk,name_ru,name_en,kind\n950341000052,\"a,b,c,general\n", "<html></html>",
  ]

  @Test(
    "If the file is broken or missing after a change, the last good list stays in use, with a warning",
    arguments: brokenTexts)
  func broken(_ text: String) async throws {
    let directory = try await directory(header + row)
    try folder.write(text, to: "schools.csv")
    #expect(await directory.knows(first))
    #expect(log.lines.count { $0.hasPrefix("warning A file cannot be used [detail: SCHOOLS_FILE") } == 1)
    try folder.remove("schools.csv")
    #expect(await directory.knows(first))
    try folder.write(header + row + otherRow, to: "schools.csv")
    #expect(await directory.knows(second))
  }

  @Test(
    "If the file is broken or missing at the start, the worker ends with an error that says so",
    arguments: brokenTexts + [nil]
  )
  func brokenAtStart(_ text: String?) async throws {
    let error = await #expect(throws: SettingsError.self) { _ = try await directory(text) }
    #expect(error?.description.hasPrefix("SCHOOLS_FILE names a file that ") == true)
  }

  @Test("A file that is not in UTF-8 counts as broken")
  func encoding() async throws {
    try folder.write(Data(header.utf8) + Data([0xCF, 0xEE]), to: "schools.csv")
    await #expect(throws: SettingsError.self) { _ = try await directory(nil) }
  }

  @Test("If SCHOOLS_FILE is not set, the worker says so")
  func unset() async throws {
    let error = SettingsError(key: "SCHOOLS_FILE", problem: "is not set; for example /etc/qabyldau/schools.csv")
    await #expect(throws: error) {
      _ = try await CSVSchoolDirectory(Settings([:]), logger: log.logger)
    }
  }

  @Test(
    "A file of ten thousand schools is read once for a thousand look-ups",
    .timeLimit(.minutes(1)))
  func large() async throws {
    let rows = (0..<10_000).map { "950341000052,№ \($0) мектеп,\"Школа, № \($0)\",School No. \($0),general\n" }
    let directory = try await directory(header + rows.joined())
    for _ in 0..<1000 { #expect(await directory.knows(first)) }
  }
}
