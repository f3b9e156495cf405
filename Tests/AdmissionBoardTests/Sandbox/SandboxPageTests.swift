import Admission
import Foundation
import QueueContracts
import Testing
import WorkerStore

@testable import AdmissionBoard

@Suite("The page that breaks and mends a sandbox's registers and schools", .timeLimit(.minutes(3)))
struct SandboxPageTests {
  private static let registers = #"{"unemployment":{"900828454203":{},"920815439054":"no answer"},"guardianship":{}}"#

  private func withRegisters(_ test: (FamilySandbox, BoardHarness) async throws -> Void) async throws {
    let sandbox = try await FamilySandbox()
    try Data(Self.registers.utf8).write(to: URL(filePath: "\(sandbox.path)/registers.json"))
    try await BoardHarness.run(["BOARD_FAMILY_DIR": sandbox.path]) { try await test(sandbox, $0) }
  }

  @Test("Without a sandbox, the board has neither the sandbox's page nor a link to that page")
  func absent() async throws {
    try await BoardHarness.run { harness in
      let browser = try await harness.signedIn(as: .operator)
      #expect(try await browser.get("/sandbox").status == 404)
      #expect(try await browser.post("/sandbox/register", [("register", "unemployment")]).status == 404)
      #expect(try await !browser.get("/").text.contains("/sandbox"))
    }
  }

  @Test("The page makes a register silent and makes it answer again, and both changes are recorded")
  func register() async throws {
    try await withRegisters { sandbox, harness in
      let browser = try await harness.signedIn(as: .operator)
      let files = SandboxFiles(folder: try sandbox.folder())
      #expect(try await browser.get("/").text.contains("/sandbox"))
      #expect(try files.state(of: .unemployment) == .answersInPart)
      #expect(try await browser.post("/sandbox/register", [("register", "none"), ("do", "break")]).status == 422)

      let change = [("register", "unemployment"), ("do", "break")]
      #expect(try await browser.post("/sandbox/register", change).location == "/sandbox")
      #expect(try files.state(of: .unemployment) == .isSilent)
      #expect(try files.state(of: .guardianship) == .answers)
      let page = try await browser.get("/sandbox").text
      #expect(page.contains("Mend unemployment") && !page.contains("Break unemployment"))

      _ = try await browser.post("/sandbox/register", [("register", "unemployment"), ("do", "mend")])
      #expect(try files.state(of: .unemployment) == .answers)
      let targets = try await harness.actions().filter { $0.action == "changed the sandbox" }.map(\.target)
      #expect(
        targets == ["the register unemployment answers again", "the register unemployment gives no answer any more"])
    }
  }

  @Test("The page enters a school that the directory of schools lacks, and removes it again")
  func school() async throws {
    try await withRegisters { sandbox, harness in
      let browser = try await harness.signedIn(as: .operator)
      let before = try String(contentsOfFile: "\(sandbox.path)/schools.csv", encoding: .utf8)
      #expect(try await browser.get("/sandbox").text.contains("is in no directory"))
      _ = try await browser.post("/sandbox/school", [("do", "enter")])
      #expect(try await browser.get("/sandbox").text.contains("is in the directory"))
      _ = try await browser.post("/sandbox/school", [("do", "strike")])
      #expect(try String(contentsOfFile: "\(sandbox.path)/schools.csv", encoding: .utf8) == before)
    }
  }

  @Test(
    "A reader or an auditor sees the state of the registers and cannot change it",
    arguments: [BoardRole.reader, .auditor])
  func looking(role: BoardRole) async throws {
    try await withRegisters { _, harness in
      let browser = try await harness.signedIn(as: role)
      let page = try await browser.get("/sandbox").text
      #expect(page.contains("gives no answer about some") && !page.contains("Break unemployment"))
      #expect(try await browser.post("/sandbox/register", [("register", "unemployment")]).status == 403)
      #expect(try await browser.post("/sandbox/school", [("do", "enter")]).status == 403)
    }
  }
}
