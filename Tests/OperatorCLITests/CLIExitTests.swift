import ArgumentParser
import Crypto
import Foundation
import QueueContracts
import TestSupport
import Testing
import TestTools
import WorkerRuntime

@testable import OperatorCLI

/// Tests the exit status of `admissionctl`, and the one sentence on standard error that explains a failure.
@Suite("The exit status and the sentence of a command that fails")
struct CLIExitTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let arguments: [String]
    let status: Int32
    let says: String
    var testDescription: String { name }
  }

  /// An argument `FILE:…` stands for the path of a file whose content is the text after the colon.
  static let cases = [
    Case(name: "no such file", arguments: ["publish", "/nowhere/a.json"], status: 2, says: "There is no file"),
    Case(name: "a folder", arguments: ["publish", "/"], status: 2, says: "is a folder"),
    Case(name: "broken JSON", arguments: ["publish", "FILE:{"], status: 2, says: "is not JSON"),
    Case(name: "not an object", arguments: ["publish", "FILE:[]"], status: 2, says: "object was expected"),
    Case(
      name: "wrong field", arguments: ["publish", "--type", "application.withdrawn.v1", "FILE:\(withdrawal("soon"))"],
      status: 2, says: "withdrawnAt"),
    Case(name: "wrong IIN", arguments: ["history", "--iin", "991231500007"], status: 2, says: "is no IIN"),
    Case(name: "an IIN in the wrong place", arguments: ["history", "991231500006"], status: 2, says: "…"),
    Case(name: "no IIN at all", arguments: ["history"], status: 2, says: "--families"),
    Case(name: "wrong id", arguments: ["where", "seventeen"], status: 2, says: "UUID"),
    Case(name: "unknown option", arguments: ["publish", "--fast", "a.json"], status: 2, says: "--fast"),
    Case(name: "unknown command", arguments: ["publsh"], status: 2, says: "publsh"),
    Case(name: "no files", arguments: ["publish"], status: 2, says: "files"),
    Case(name: "no such reason", arguments: ["parked", "list", "--reason", "x"], status: 2, says: "school.unknown"),
    Case(name: "no such queue", arguments: ["parked", "list", "--queue", "x"], status: 2, says: "admission.intake"),
    Case(name: "discard everything", arguments: ["parked", "discard"], status: 2, says: "--reason"),
    Case(
      name: "no reason for a replay", arguments: ["parked", "replay", "--reason", "school.unknown", "--yes"], status: 2,
      says: "--because"),
    Case(
      name: "no file for receipts",
      arguments: [
        "parked", "discard", "--reason", "school.unknown", "--yes", "--because", "x", "--receipts", "/nowhere/r",
      ], status: 2, says: "--receipts"),
    Case(name: "no broker to read queues from", arguments: ["queues"], status: 1, says: "broker.sh"),
    Case(name: "no broker to compare", arguments: ["topology", "diff"], status: 1, says: "broker.sh"),
    Case(name: "wrong language", arguments: ["history", "--language", "de"], status: 2, says: "'de'"),
    Case(
      name: "a count of 0", arguments: ["sample", "--output", "/nowhere", "--count", "0"], status: 2, says: "--count"),
    Case(name: "no broker to declare on", arguments: ["topology", "apply"], status: 1, says: "broker.sh"),
    Case(
      name: "no broker to publish to",
      arguments: ["publish", "--type", "application.withdrawn.v1", "FILE:\(withdrawal("2026-04-02T10:00:00Z"))"],
      status: 1, says: "127.0.0.1:1"),
    Case(name: "no store", arguments: ["history", "--iin", "991231500006"], status: 1, says: "no store"),
    Case(name: "nothing to verify", arguments: ["verify", "/nowhere/a.json"], status: 2, says: "There is no file"),
    Case(name: "not an application", arguments: ["verify", "FILE:{}"], status: 2, says: "an application.submitted.v1"),
    Case(name: "no store to look in", arguments: ["where", id], status: 1, says: "no store"),
    Case(name: "no worker of that name", arguments: ["pause", "portal", "--because", "x"], status: 2, says: "notify"),
    Case(name: "no reason to pause", arguments: ["pause", "intake"], status: 2, says: "--because"),
    Case(
      name: "no time to pause until", arguments: ["pause", "intake", "--because", "x", "--until", "soon"], status: 2,
      says: "--until"),
    Case(name: "no store to pause in", arguments: ["pause", "intake", "--because", "x"], status: 1, says: "no store"),
    Case(name: "no store to resume in", arguments: ["resume", "intake"], status: 1, says: "no store"),
    Case(name: "not a rate", arguments: ["limit", "unemployment", "5", "--because", "x"], status: 2, says: "5/s"),
    Case(
      name: "not a register", arguments: ["limit", "police", "5/s", "--because", "x"], status: 2, says: "guardianship"),
    Case(name: "no store to watch", arguments: ["overdue"], status: 1, says: "no store"),
    Case(name: "no store to balance", arguments: ["books"], status: 1, says: "no store"),
    Case(name: "no broker to list", arguments: ["parked", "list"], status: 1, says: "broker.sh"),
    Case(name: "no broker to show", arguments: ["parked", "show"], status: 1, says: "broker.sh"),
    Case(name: "no broker to rehearse", arguments: ["parked", "replay", id], status: 1, says: "broker.sh"),
    Case(
      name: "no broker to discard", arguments: ["parked", "discard", id, "--yes", "--because", "x"], status: 1,
      says: "127.0.0.1:1"),
    Case(name: "not a rules file", arguments: ["rules", "check", "FILE:{}"], status: 2, says: "cannot be used"),
    Case(name: "no such code", arguments: ["rules", "explain", "x"], status: 2, says: "x"),
    Case(name: "not a form", arguments: ["judge", "FILE:{}"], status: 2, says: "does not hold"),
    Case(
      name: "no folder to write to", arguments: ["sample", "--output", "/proc/nowhere"], status: 1, says: "written"),
  ]

  @Test("A command that fails prints one sentence without an IIN, and exits with status 1 or 2", arguments: cases)
  func oneSentence(_ item: Case) throws {
    let (status, output, complaint) = try AdmissionCtlProcess().run(item.arguments)
    #expect(status == item.status)
    #expect(output.isEmpty)
    #expect(complaint.contains(item.says), "\(complaint)")
    #expect(complaint.hasSuffix("\n") && complaint.count { $0 == "\n" } == 1, "\(complaint)")
    #expect(!complaint.contains("99123150000"))
  }

  @Test("The operator's guide names the exit status of each command", arguments: AdmissionCtl.configuration.subcommands)
  func documented(command: any ParsableCommand.Type) throws {
    let text = try Checkout.text(of: "docs/operations.md")
    let table = try #require(
      text.components(separatedBy: "## How commands exit").last?.components(separatedBy: "\n## ").first)
    #expect(table.contains("`\(try #require(command.configuration.commandName))"))
  }

  @Test("`deploy/workers.txt`, by which workers are built, installed and started, lists every worker")
  func listsWorkers() throws {
    let lines = try Checkout.text(of: "deploy/workers.txt").split(separator: "\n").filter { !$0.hasPrefix("#") }
    #expect(lines.map(String.init) == WorkerName.allCases.map { "\($0.rawValue) \($0.program)" })
  }

  @Test("`admissionctl` prints a completion script for each shell", arguments: ["bash", "zsh", "fish"])
  func completes(shell: String) throws {
    let (status, output, complaint) = try AdmissionCtlProcess().run(["--generate-completion-script", shell])
    #expect(status == 0 && complaint.isEmpty && output.contains("replay"), "\(complaint)")
  }

  @Test("`--help` and `topology show` need no configuration")
  func noConfiguration() throws {
    for arguments in [["--help"], ["publish", "--help"], ["topology", "show"]] {
      let (status, output, complaint) = try AdmissionCtlProcess().run(arguments)
      #expect(status == 0 && !output.isEmpty && complaint.isEmpty)
    }
    let (status, json, _) = try AdmissionCtlProcess().run(["topology", "show", "--json"])
    let topology = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    #expect(status == 0 && topology?.keys.sorted() == ["bindings", "exchanges", "queues"])
  }

  @Test(
    "Every program prints the revision that it was built from, without any configuration",
    arguments: ["admissionctl"] + WorkerName.programs)
  func version(program: String) async throws {
    let said = try await Program.run(WorkerHandle.binaries.appending(path: program).path, ["--version"])
    let digest = SHA256.hash(data: Build.sbom).hexDigits
    #expect(said == "\(Build.version) (revision \(Build.revision), SBOM sha256:\(digest))\n")
    #expect(String(decoding: Build.sbom, as: UTF8.self).contains("pkg:swift/github.com/apple/swift-nio@"))
  }

  private static let id = "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11"

  static func withdrawal(_ time: String) -> String {
    #"{"applicationId": "8f0c3d9e-3b0a-4c56-9d0e-5a3a3f1f7c11", "applicantIin": "x", "withdrawnAt": "\#(time)"}"#
  }
}
