import ArgumentParser
import ContractDocuments
import ContractEditing
import Foundation
import Operations
import QueueContracts
import Testing
import TestTools

@testable import OperatorCLI

/// Tests `admissionctl contracts export`.
struct ExportCommandTests {
  @Test("An export with breaking changes overwrites a contract only with --breaking")
  func command() throws {
    let temporary = try TemporaryFolder()
    let folder = temporary.file("contracts")
    let parsed = try ContractsExport.parseAsRoot([folder.path])
    var export = try #require(parsed as? ContractsExport)
    try export.run()
    #expect(
      FileManager.default.fileExists(atPath: folder.appending(path: "schemas/school.decided.v1.schema.json").path))

    let asyncAPI = folder.appending(path: ContractFiles.asyncAPI)
    let frozen = try JSONValue(Data(contentsOf: asyncAPI)).setting(
      ["components", "schemas", "Child", "properties", "middleName"], to: ["type": "string"])
    try Data(frozen.document.utf8).write(to: asyncAPI)
    #expect(throws: Failure.self) { try export.run() }
    #expect(try Data(contentsOf: asyncAPI) == Data(frozen.document.utf8))
    export.breaking = true
    try export.run()
    #expect(try Data(contentsOf: asyncAPI) != Data(frozen.document.utf8))
  }
}
