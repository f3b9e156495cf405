import ContractDocuments
import ContractEditing
import Crypto
import Foundation
import QueueContracts
import TestSupport
import Testing
import TestTools

/// Tests `admissionctl contracts check`, run as an operator runs it.
struct CheckCommandTests {
  @Test("Today's types do not differ from the committed contract, so the check exits with 0")
  func today() throws {
    let result = try AdmissionCtlProcess().run(["contracts", "check", Checkout.contracts.path])
    #expect(result.status == 0 && result.output.contains("Nothing differs"), "\(result)")
  }

  @Test("Without a folder, the contract check compares with the version in the program, whose checksum it prints")
  func inThisProgram() throws {
    let document = try Data(contentsOf: Checkout.contracts.appending(path: ContractFiles.asyncAPI))
    let folder = try TemporaryFolder()
    let result = try AdmissionCtlProcess(folder: folder.url).run(["contracts", "check"])
    #expect(result.status == 0, "\(result)")
    #expect(result.output.contains("Nothing differs from version 1.0.0 in this program"))
    #expect(result.output.contains("asyncapi.json sha256:\(SHA256.hash(data: document).hexDigits)"))
  }

  @Test("In a checkout, the contract check compares with contracts/v1 instead of the version in the program")
  func usualFolder() throws {
    let result = try AdmissionCtlProcess(folder: Checkout.root).run(["contracts", "check"])
    #expect(result.status == 0 && result.output == "Nothing differs from contracts/v1.\n", "\(result)")
  }

  @Test("If a changed field breaks a reader or writer, the contract check names the field and exits with 1")
  func broken() throws {
    let folder = try TemporaryFolder()
    let frozen = try AsyncAPIDocument.version1().setting(
      ["components", "schemas", "SchoolDecided", "properties", "seatNumber"], to: ["type": "string"])
    try folder.write(frozen.document, to: ContractFiles.asyncAPI)

    let said = try AdmissionCtlProcess().run(["contracts", "check", folder.path])
    #expect(said.status == 1, "\(said)")
    #expect(
      said.output.contains("breaks writers and readers (hub, school, intake, transfer): school.decided.v1, seatNumber"))
    let json = try AdmissionCtlProcess().run(["contracts", "check", folder.path, "--json"])
    let changes = try JSONValue(Data(json.output.utf8)).elements
    #expect(json.status == 1 && changes.map { $0["field"] } == ["seatNumber"] && changes[0]["kind"] == "fieldRemoved")
  }

  @Test("For a folder without a contract, the contract check exits with 2")
  func missing() throws {
    let result = try AdmissionCtlProcess().run(["contracts", "check", "/nonexistent"])
    #expect(result.status == 2 && result.complaint.contains("/nonexistent/asyncapi.json"), "\(result)")
  }
}
